import type { SidPrefix } from '@taskbay/protocol';
import type { RandomStream } from './random.ts';
import { nextUint32 } from './random.ts';

const HEX16 = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));

/** Prefix and 32 hex digits drawn from the workspace's seeded stream. */
export function drawSid(prefix: SidPrefix, stream: RandomStream): string {
  let sid: string = prefix;
  for (let word = 0; word < 4; word += 1) {
    const value = nextUint32(stream);
    sid += HEX16[value >>> 16];
    sid += HEX16[value & 0xffff];
  }
  return sid;
}

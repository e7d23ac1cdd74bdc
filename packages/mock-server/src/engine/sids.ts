import type { SidPrefix } from '@taskbay/protocol';
import type { RandomStream } from './random.ts';
import { nextUint32 } from './random.ts';

const DIGITS = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/**
 * Prefix and 32 hex digits drawn from the workspace's seeded stream. One call makes the string in one piece;
 * concatenation would make a chain of pieces, to be put together when it is first used as a key.
 */
export function drawSid(prefix: SidPrefix, stream: RandomStream): string {
  const a = nextUint32(stream);
  const b = nextUint32(stream);
  const c = nextUint32(stream);
  const d = nextUint32(stream);
  // biome-ignore format: a row per word
  return String.fromCharCode(
    prefix.charCodeAt(0), prefix.charCodeAt(1),
    hex(a, 28), hex(a, 24), hex(a, 20), hex(a, 16), hex(a, 12), hex(a, 8), hex(a, 4), hex(a, 0),
    hex(b, 28), hex(b, 24), hex(b, 20), hex(b, 16), hex(b, 12), hex(b, 8), hex(b, 4), hex(b, 0),
    hex(c, 28), hex(c, 24), hex(c, 20), hex(c, 16), hex(c, 12), hex(c, 8), hex(c, 4), hex(c, 0),
    hex(d, 28), hex(d, 24), hex(d, 20), hex(d, 16), hex(d, 12), hex(d, 8), hex(d, 4), hex(d, 0),
  );
}

/** Character code of the hex digit of four bits. */
function hex(word: number, shift: number): number {
  return DIGITS[(word >>> shift) & 15] ?? 0;
}

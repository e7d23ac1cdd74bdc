import { expect, it } from 'vitest';
import { startMockServer } from '../../src/index.ts';
import { besiege, SIEGE_SEED } from './support/siege.ts';

it('survives rubbish, oversized frames, half-open peers and a storm of sockets while others work', async () => {
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: note };
  await using server = await startMockServer({ seed: SIEGE_SEED, clock: 'manual', logger });
  const size = { seed: 7, rubbish: 20, halfOpen: 20, comings: 300, atOnce: 10 };
  const { oversized, changes, witnessed, left } = await besiege(server, size);
  expect(oversized).toEqual(Array(20).fill(1009));
  expect([changes, witnessed]).toEqual([23, 23]);
  expect(left).toEqual([server.ready.workspaces[0]?.workers.witness]);
  expect(logged).toEqual([]);
}, 60_000);

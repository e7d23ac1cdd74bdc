import { expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { WK, WS } from '../../test-support/tokens.ts';
import { rig } from '../../test-support/worker-under-test.ts';
import type { FetchFunction } from '../host.ts';

const ACTIVITIES = `Workspaces/${WS}/Activities`;

it.each(['v1', 'v2'] as const)('gives the other reads up when one of an attempt fails, on %s', async (spelling) => {
  const bridge = new FakeBridge(spelling);
  const release = bridge.hold(`GET ${ACTIVITIES}`, () => bridge.page('activities', []));
  bridge.on(`GET Workspaces/${WS}/Workers/${WK}/Reservations`, () => ({ status: 503, body: 'busy' }));
  const held: AbortSignal[] = [];
  const fetch: FetchFunction = (url, init) => {
    if (init.body.includes(ACTIVITIES)) held.push(init.signal);
    return bridge.fetch(url, init);
  };
  const { worker } = rig(spelling, { fetch }, bridge);
  await settled();
  expect(worker.state).toBe('starting');
  expect(held.map(({ aborted }) => aborted)).toEqual([true]);
  release();
  await settled();
  expect(worker.activities.size).toBe(0);
});

import { describe, expect, it } from 'vitest';
import { createRuntime } from '../../../test-support/runtime.ts';
import { type Attempted, Lane } from './lane.ts';
import type { Delivery } from './log.ts';

function createLane(attempts: Attempted[]) {
  const { runtime } = createRuntime();
  const sent: string[] = [];
  let rests = 0;
  const attempt = async ({ sid }: Delivery): Promise<Attempted> => {
    sent.push(sid);
    return attempts.shift() ?? { again: false };
  };
  const lane = new Lane(runtime, attempt, () => {
    rests += 1;
  });
  return { lane, runtime, sent, rests: () => rests };
}

const delivery = (sid: string) => ({ sid, state: 'waiting' }) as Delivery;

describe('the callbacks of one workspace', () => {
  it('tell once when none of them waits any more, so that nobody keeps an idle row', async () => {
    const { lane, runtime, sent, rests } = createLane([]);
    lane.add(delivery('EV1'));
    lane.add(delivery('EV2'));
    expect(rests()).toBe(0);
    await runtime.inFlight.settle(5_000);
    expect([sent, rests()]).toEqual([['EV1', 'EV2'], 1]);
  });

  it('are not at rest while one waits for the time of its retry', async () => {
    const { lane, runtime, sent, rests } = createLane([{ again: true, after: 1_000 }]);
    lane.add(delivery('EV1'));
    await runtime.inFlight.settle(5_000);
    expect([sent, rests()]).toEqual([['EV1'], 0]);
    await runtime.nextTimer()?.fire();
    await runtime.inFlight.settle(5_000);
    expect([sent, rests()]).toEqual([['EV1', 'EV1'], 1]);
  });

  it('tell nothing more once they are given up', async () => {
    const { lane, runtime, rests } = createLane([]);
    lane.add(delivery('EV1'));
    lane.end();
    await runtime.inFlight.settle(5_000);
    expect(rests()).toBe(0);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { connected, OWN, outcome } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { IDLE } from '../../test-support/payloads.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('argument 7, how often a request is repeated', () => {
  it('counts after a failing server, with pauses that grow, until it is called back', async () => {
    const { worker, bridge } = await connected(undefined, null, null, null, null, 2);
    let attempts = 0;
    bridge.on(`POST ${OWN}`, () => {
      attempts += 1;
      return { status: 500, body: { message: 'down' } };
    });
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const ended = outcome((done) => worker.update({ ActivitySid: IDLE }, done));
    const after: number[] = [];
    for (const pause of [499, 1, 999, 1]) {
      await vi.advanceTimersByTimeAsync(pause);
      after.push(attempts);
    }
    expect(after).toEqual([1, 2, 2, 3]);
    expect((await ended).error?.code).toBe(500);
  });

  it('does not count after disconnect()', async () => {
    const { worker, clock } = await connected(undefined, null, null, null, null, 2);
    worker.disconnect();
    await settled();
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { error } = await outcome((done) => worker.update({ ActivitySid: IDLE }, done));
    expect([error?.code, vi.getTimerCount(), clock.pending]).toEqual([0, 0, 0]);
  });

  it('does not count after a refusal, nor when it is left out', async () => {
    for (const { status, retries } of [{ status: 400, retries: 2 }, { status: 500 }]) {
      const { worker, bridge } = await connected(undefined, null, null, null, null, retries);
      let attempts = 0;
      bridge.on(`POST ${OWN}`, () => {
        attempts += 1;
        return { status, body: { message: 'no' } };
      });
      const { error } = await outcome((done) => worker.update({ ActivitySid: IDLE }, done));
      expect([error?.code, attempts]).toEqual([status, 1]);
    }
  });

  it('does not count after an answer that cannot be read, which may be one of success', async () => {
    const { worker, bridge } = await connected(undefined, null, null, null, null, 2);
    let attempts = 0;
    bridge.on(`POST ${OWN}`, () => {
      attempts += 1;
      return { status: 200, body: '<html>' };
    });
    const { error } = await outcome((done) => worker.update({ ActivitySid: IDLE }, done));
    expect([Boolean(error), attempts]).toEqual([true, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { ManualHost, turn } from '../../test-support/manual-host.ts';
import { InFlight } from './in-flight.ts';

function waiting<T>(promise: Promise<T>): { readonly done: () => boolean } {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  return { done: () => done };
}

describe('InFlight', () => {
  it('settles at once when nothing is in flight', async () => {
    const inFlight = new InFlight(new ManualHost(0));
    expect(await inFlight.settle(1000)).toEqual([]);
  });

  it('waits until the last thing is finished', async () => {
    const inFlight = new InFlight(new ManualHost(0));
    const first = inFlight.begin('command', 'WT1');
    const second = inFlight.begin('webhook', 'WW1');
    expect(inFlight.list()).toEqual([
      { what: 'command', sid: 'WT1' },
      { what: 'webhook', sid: 'WW1' },
    ]);
    const settled = waiting(inFlight.settle(1000));
    first();
    await turn();
    expect(settled.done()).toBe(false);
    second();
    await turn();
    await turn();
    expect(settled.done()).toBe(true);
  });

  it('goes on waiting when one thing begins the next', async () => {
    const inFlight = new InFlight(new ManualHost(0));
    const first = inFlight.begin('command', 'WT1');
    const settled = waiting(inFlight.settle(1000));
    first();
    const second = inFlight.begin('frame', 'WK1');
    await turn();
    expect(settled.done()).toBe(false);
    second();
    await turn();
    await turn();
    expect(settled.done()).toBe(true);
  });

  it('gives up after host time and tells what is left, once', async () => {
    const host = new ManualHost(0);
    const inFlight = new InFlight(host);
    const finish = inFlight.begin('webhook', 'WW1');
    const settled = inFlight.settle(2000);
    await host.elapse(2000);
    expect(await settled).toEqual([{ what: 'webhook', sid: 'WW1' }]);
    finish();
    await turn();
    expect([inFlight.list(), host.timers]).toEqual([[], 0]);
  });

  it('serves everybody who waits', async () => {
    const host = new ManualHost(0);
    const inFlight = new InFlight(host);
    const finish = inFlight.begin('command', 'WT1');
    const all = Promise.all([inFlight.settle(10), inFlight.settle(20)]);
    finish();
    expect(await all).toEqual([[], []]);
    expect(host.timers).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { EdgeTimers } from './timers.ts';

describe('EdgeTimers', () => {
  it('gives the earliest first, and those of one instant in the order they were set', async () => {
    const timers = new EdgeTimers();
    const ran: string[] = [];
    for (const [due, name] of [
      [20, 'late'],
      [10, 'first'],
      [10, 'second'],
    ] as const) {
      timers.add(due, 'test', name, () => void ran.push(name));
    }
    for (let next = timers.next(); next !== undefined; next = timers.next()) await next.fire();
    expect(ran).toEqual(['first', 'second', 'late']);
  });

  it('forgets a cancelled timer, and a fired one before it runs', async () => {
    const timers = new EdgeTimers();
    const seen: unknown[] = [];
    const handle = timers.add(10, 'test', 'a', () => void seen.push('cancelled'));
    timers.add(20, 'test', 'b', () => void seen.push(timers.next()));
    timers.cancel(handle);
    timers.cancel(handle);
    await timers.next()?.fire();
    expect(seen).toEqual([undefined]);
    timers.add(30, 'test', 'c', () => undefined);
    timers.clear();
    expect(timers.next()).toBeUndefined();
  });
});

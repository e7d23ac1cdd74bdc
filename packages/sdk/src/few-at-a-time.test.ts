import { describe, expect, it } from 'vitest';
import { settled } from '../test-support/manual-clock.ts';
import { fewAtATime } from './few-at-a-time.ts';

/** Items whose outcome the test decides. */
function pending(count: number) {
  const begun: number[] = [];
  const outcomes: { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }[] = [];
  const all = fewAtATime(
    Array.from({ length: count }, (_, index) => index),
    (item) => {
      begun.push(item);
      return new Promise<string>((resolve, reject) => outcomes.push({ resolve, reject }));
    },
  );
  return { all, begun, outcomes };
}

describe('fewAtATime', () => {
  it('has six under way, begins the next when they are done, and keeps the order', async () => {
    const { all, begun, outcomes } = pending(8);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    for (let item = 5; item >= 0; item -= 1) {
      outcomes[item]?.resolve(String(item));
      await settled();
      expect(begun).toHaveLength(item === 0 ? 8 : 6);
    }
    outcomes[7]?.resolve('7');
    outcomes[6]?.resolve('6');
    expect(await all).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('begins nothing after a failure', async () => {
    const { all, begun, outcomes } = pending(20);
    outcomes[3]?.reject(new Error('down'));
    await expect(all).rejects.toThrow('down');
    for (const { resolve } of outcomes) resolve('late');
    await settled();
    expect(begun).toHaveLength(6);
  });

  it('of nothing is nothing', async () => {
    expect(await fewAtATime([], async () => 1)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { backoffDelay } from './policy.ts';

describe('backoffDelay', () => {
  it('doubles its ceiling up to 30 s', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 50, 5000].map((failures) => backoffDelay(failures, () => 1));
    expect(ceilings).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over the whole of it', () => {
    expect(backoffDelay(5, () => 0)).toBe(0);
    expect(backoffDelay(5, () => 0.25)).toBe(4000);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCount, addWait, emptyBucket } from './bucket.ts';
import { FINE_MS, RETENTION_MS, Series } from './series.ts';

const START = Date.parse('2026-01-05T09:00:00Z');
const MINUTE = 60_000;

function sumOf(series: Series, from: number, to: number) {
  const sum = emptyBucket(0);
  series.sum(sum, from, to);
  return { count: sum.counts.tasksCreated ?? 0, wait: sum.waits.untilAccepted };
}

describe('a series', () => {
  it('is the list of what happened, cut to the window', () => {
    const gaps = fc.array(fc.oneof(fc.nat(3_000), fc.nat(200_000), fc.nat(3_600_000)), { maxLength: 900, size: 'max' });
    const edges = fc.tuple(fc.nat(100), fc.nat(100));
    fc.assert(
      fc.property(gaps, edges, (steps, [first, second]) => {
        const series = new Series();
        const waits = new Map<number, number[]>();
        let now = START;
        for (const step of steps) {
          now += step;
          addCount(series.bucket(now), 'tasksCreated');
          addWait(series.bucket(now), 'untilAccepted', step);
          waits.set(now, [...(waits.get(now) ?? []), step]);
        }
        const at = (share: number) => Math.floor((START + ((now - START) * share) / 100) / MINUTE) * MINUTE;
        const [from, to] = [at(Math.min(first, second)), at(Math.max(first, second)) + MINUTE - 1];
        if (from < now - RETENTION_MS) return;
        const wanted = [...waits].filter(([instant]) => instant >= from && instant <= to).flatMap(([, list]) => list);
        const { count, wait } = sumOf(series, from, to);
        expect(count).toBe(wanted.length);
        expect(wait?.total ?? 0).toBe(wanted.reduce((sum, one) => sum + one, 0));
        expect(wait?.max ?? 0).toBe(Math.max(0, ...wanted));
        if (wait !== undefined) expect(wait.min).toBe(Math.min(...wanted));
        expect([...(wait?.bySeconds ?? [])].reduce((sum, [, tasks]) => sum + tasks, 0)).toBe(wanted.length);
      }),
      { numRuns: 60 },
    );
  });

  it('is exact to the second in its last hours', () => {
    const series = new Series();
    for (let second = 0; second < 1_000; second += 1) addCount(series.bucket(START + second * 1_000), 'tasksCreated');
    expect(sumOf(series, START + 100_000, START + 199_999).count).toBe(100);
    expect(sumOf(series, START + 100_000, START + 100_000).count).toBe(1);
  });

  it('grows with time, not with what happens, and forgets after 30 days', () => {
    const series = new Series();
    const days = 40;
    for (let minute = 0; minute < days * 1_440; minute += 1) {
      for (let again = 0; again < 3; again += 1) addCount(series.bucket(START + minute * MINUTE), 'tasksCreated');
    }
    const { fine, coarse } = series as unknown as { readonly fine: unknown[]; readonly coarse: unknown[] };
    expect(fine.length).toBeLessThan(FINE_MS / MINUTE + 300);
    expect(coarse.length).toBeLessThan(RETENTION_MS / MINUTE + 300);
    const now = START + days * 86_400_000;
    expect(sumOf(series, now - 86_400_000, now).count).toBe(1_440 * 3);
  });
});

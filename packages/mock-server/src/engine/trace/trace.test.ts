import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../test-support/actions.ts';
import { digest } from '../../../test-support/digest.ts';
import { simulate } from '../../../test-support/simulation.ts';
import { RULES } from '../rules.ts';
import { trace } from './trace.ts';

describe('traces under random commands (WHY-4)', () => {
  it('agree with what routing did, and change nothing', () => {
    fc.assert(
      fc.property(actions(80), (sequence) => {
        const { state, now } = simulate(sequence);
        const before = digest(state);
        for (const task of state.tables.task.values()) {
          const found = trace(state, task.sid, now);
          const waiting = task.status === 'pending';
          const free = found?.candidates.filter(({ standing }) => standing === 'eligible').map((one) => one.workerSid);
          if (waiting) expect([task.sid, free]).toEqual([task.sid, []]);
          for (const { filters, target } of found?.steps ?? []) {
            const matched = filters.filter((filter) => filter.matched).map((filter) => filter.filter);
            const entered =
              filters.length === 0 || target === null || target.filter === 'default' ? [] : [target.filter];
            expect(matched).toEqual(entered);
          }
        }
        expect(digest(state)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });

  it('keep the latest step changes only', () => {
    const again = Array.from({ length: RULES.trailLength + 5 }, (_, other) => ({
      kind: 'task.attributes' as const,
      pick: 0,
      other,
      flag: true,
    }));
    const { state, now } = simulate([{ kind: 'task.create', pick: 1, other: 0, flag: false }, ...again]);
    const [task] = state.tables.task.values();
    const steps = trace(state, task?.sid ?? '', now)?.steps ?? [];
    expect(steps).toHaveLength(RULES.trailLength);
    expect(new Set(steps.map(({ arrival }) => arrival))).toEqual(new Set(['attributes']));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timer } from './records.ts';
import { byDue, Deadlines } from './timers.ts';

const change = fc.record({ sid: fc.nat(40), seconds: fc.nat(30), cancel: fc.boolean() });

describe('Deadlines', () => {
  it('always know the first of the armed timers, however many were disarmed or armed anew', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 600, size: 'max' }), (changes) => {
        const timers = new Map<string, Timer>();
        const deadlines = new Deadlines();
        let sequence = 0;
        for (const { sid, seconds, cancel } of changes) {
          const name = `WT${sid}`;
          const before = timers.get(name);
          if (before !== undefined) deadlines.disarm(before);
          timers.delete(name);
          if (!cancel) {
            sequence += 1;
            const timer = { due: seconds * 1000, sequence };
            timers.set(name, timer);
            deadlines.arm('task.ttl', name, timer);
          }
          const first = [...timers.values()].sort(byDue)[0];
          expect(deadlines.next()?.sequence).toBe(first?.sequence);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('fire timers of one instant in the order they were armed (TIME-1)', () => {
    const deadlines = new Deadlines();
    for (const [index, sid] of ['WTc', 'WTa', 'WTb'].entries()) {
      deadlines.arm('task.step', sid, { due: 1000, sequence: index + 1 });
    }
    const fired: string[] = [];
    for (let next = deadlines.next(); next !== undefined; next = deadlines.next()) {
      fired.push(next.sid);
      deadlines.disarm(next);
    }
    expect(fired).toEqual(['WTc', 'WTa', 'WTb']);
  });
});

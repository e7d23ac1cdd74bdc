import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timer } from './records.ts';
import { byDue, DeadlineHeap } from './timers.ts';

/** A heap over timers kept by SID, as records keep theirs. */
function heapOver(timers: Map<string, Timer>): DeadlineHeap {
  return new DeadlineHeap(({ sid, due, sequence }) => {
    const timer = timers.get(sid);
    return timer?.due === due && timer.sequence === sequence;
  });
}

const change = fc.record({ sid: fc.nat(40), seconds: fc.nat(30), cancel: fc.boolean() });

describe('DeadlineHeap', () => {
  it('always knows the first of the armed timers, however many were cancelled or armed twice', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 600, size: 'max' }), (changes) => {
        const timers = new Map<string, Timer>();
        const heap = heapOver(timers);
        let sequence = 0;
        for (const { sid, seconds, cancel } of changes) {
          const name = `WT${sid}`;
          if (cancel) {
            timers.delete(name);
          } else {
            sequence += 1;
            const timer = { due: seconds * 1000, sequence };
            timers.set(name, timer);
            heap.add('task.ttl', name, timer);
            heap.add('task.ttl', name, timer);
          }
          const first = [...timers.values()].sort(byDue)[0];
          expect(heap.next()?.sequence).toBe(first?.sequence);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('fires timers of one instant in the order they were armed (TIME-1)', () => {
    const timers = new Map<string, Timer>();
    const heap = heapOver(timers);
    for (const [index, sid] of ['WTc', 'WTa', 'WTb'].entries()) {
      const timer = { due: 1000, sequence: index + 1 };
      timers.set(sid, timer);
      heap.add('task.step', sid, timer);
    }
    const fired: string[] = [];
    for (let next = heap.next(); next !== undefined; next = heap.next()) {
      fired.push(next.sid);
      timers.delete(next.sid);
    }
    expect(fired).toEqual(['WTc', 'WTa', 'WTb']);
  });

  it('does not take an abandoned timer for a later one with the same sequence', () => {
    const timers = new Map<string, Timer>();
    const heap = heapOver(timers);
    heap.add('task.ttl', 'WT1', { due: 1000, sequence: 1 });
    timers.set('WT1', { due: 5000, sequence: 1 });
    heap.add('task.ttl', 'WT1', { due: 5000, sequence: 1 });
    expect(heap.next()?.due).toBe(5000);
  });
});

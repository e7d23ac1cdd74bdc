import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

const step = fc.record({ kind: fc.constantFrom('add', 'delete', 'take'), sid: fc.constantFrom('a', 'b', 'c', 'd') });

describe('Agenda', () => {
  it('keeps each SID once, in the order in which they came, as a set does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const agenda = new Agenda();
        const model = new Set<string>();
        for (const { kind, sid } of steps) {
          if (kind === 'add') {
            agenda.add(sid);
            model.add(sid);
          } else if (kind === 'delete') {
            expect(agenda.delete(sid)).toBe(model.delete(sid));
          } else {
            const [first] = model;
            expect(agenda.take()).toBe(first);
            if (first !== undefined) model.delete(first);
          }
          expect(agenda.isEmpty).toBe(model.size === 0);
          expect(agenda.hasSeveral).toBe(model.size > 1);
        }
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentMap } from './recent-map.ts';

const step = fc.record({
  kind: fc.constantFrom('get', 'set', 'delete', 'clear'),
  sid: fc.constantFrom('a', 'b', 'c'),
  record: fc.nat(),
});

describe('RecentMap', () => {
  it('answers as a map does, whatever was read and written before', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new RecentMap<number>();
        const model = new Map<string, number>();
        for (const { kind, sid, record } of steps) {
          if (kind === 'set') {
            table.set(sid, record);
            model.set(sid, record);
          } else if (kind === 'delete') {
            expect(table.delete(sid)).toBe(model.delete(sid));
          } else if (kind === 'clear') {
            table.clear();
            model.clear();
          }
          expect(table.get(sid)).toBe(model.get(sid));
          expect([...table]).toEqual([...model]);
        }
      }),
    );
  });
});

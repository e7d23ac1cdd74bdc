import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedSet } from './ordered-set.ts';

const ascending = (a: number, b: number): number => a - b;

describe('OrderedSet', () => {
  it('behaves like a sorted array without duplicates', () => {
    const change = fc.record({ add: fc.boolean(), item: fc.nat(1500) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3000, size: 'max' }), (changes) => {
        const set = new OrderedSet(ascending);
        const model = new Set<number>();
        const differing: number[] = [];
        for (const { add, item } of changes) {
          if (add) {
            set.add(item);
            model.add(item);
          } else if (set.delete(item) !== model.delete(item)) {
            differing.push(item);
          }
          if (set.size !== model.size) differing.push(item);
        }
        expect(differing).toEqual([]);
        const sorted = [...model].sort(ascending);
        expect([...set]).toEqual(sorted);
        expect(set.first()).toBe(sorted[0]);
      }),
      { numRuns: 30 },
    );
  });

  it('goes on from any place, either way', () => {
    const items = fc.uniqueArray(fc.nat(4_000), { maxLength: 1_500, size: 'max' });
    fc.assert(
      fc.property(items, fc.array(fc.nat(4_000), { maxLength: 20 }), (present, places) => {
        const set = new OrderedSet(ascending);
        for (const item of present) set.add(item);
        const sorted = [...set];
        for (const place of [...places, ...present.slice(0, 5), -1, 5_000]) {
          expect([...set.behind(place)]).toEqual(sorted.filter((item) => item > place));
          expect([...set.ahead(place)]).toEqual(sorted.filter((item) => item < place).reverse());
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes items that are in order already', () => {
    for (const size of [0, 1, 255, 256, 257, 1_500]) {
      const items = Array.from({ length: size }, (_, item) => item * 2);
      const set = new OrderedSet(ascending, items);
      expect([set.size, [...set]]).toEqual([size, items]);
      set.add(size + 1);
      set.add(-1);
      expect(set.delete(0)).toBe(size > 0);
      expect([...set]).toEqual([...new Set([-1, size + 1, ...items.slice(1)])].sort(ascending));
    }
  });

  it('keeps its order across many chunks, filled from either end and emptied again', () => {
    const set = new OrderedSet(ascending);
    for (let item = 0; item < 5000; item += 2) set.add(item);
    for (let item = 4999; item > 0; item -= 2) set.add(item);
    expect([...set]).toEqual(Array.from({ length: 5000 }, (_, item) => item));
    for (let item = 0; item < 5000; item += 1) expect(set.delete(item)).toBe(true);
    expect(set.size).toBe(0);
    expect(set.first()).toBeUndefined();
    expect([...set]).toEqual([]);
  });

  it('replaces an element that takes the same place', () => {
    const set = new OrderedSet<{ rank: number; name: string }>((a, b) => a.rank - b.rank);
    set.add({ rank: 1, name: 'old' });
    set.add({ rank: 1, name: 'new' });
    expect([...set]).toEqual([{ rank: 1, name: 'new' }]);
    expect(set.delete({ rank: 2, name: 'new' })).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';

const ascending = (a: number, b: number): number => a - b;

describe('Heap', () => {
  it('gives out its items in order, whatever it has let go of in between', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(50)), fc.nat(5), (earlier, later, divisor) => {
        const heap = new Heap(ascending);
        const wanted = (item: number): boolean => item % (divisor + 1) === 0;
        for (const item of earlier) heap.push(item);
        heap.rebuild(wanted);
        for (const item of later) heap.push(item);
        const kept = [...earlier.filter(wanted), ...later];
        expect(heap.size).toBe(kept.length);
        const drained: number[] = [];
        for (let item = heap.pop(); item !== undefined; item = heap.pop()) drained.push(item);
        expect(drained).toEqual(kept.sort(ascending));
      }),
    );
  });

  it('moves the first item back that comes later than before', () => {
    const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.nat(100), (ranks, later) => {
        const heap = new Heap(byRank);
        for (const rank of ranks) heap.push({ rank });
        const first = heap.first();
        if (first !== undefined) first.rank += later;
        heap.settle();
        const drained: number[] = [];
        for (let item = heap.pop(); item !== undefined; item = heap.pop()) drained.push(item.rank);
        const [least = 0, ...others] = [...ranks].sort(ascending);
        expect(drained).toEqual([least + later, ...others].sort(ascending));
      }),
    );
  });
});

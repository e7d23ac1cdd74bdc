import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heap } from './heap.ts';

const ascending = (a: number, b: number): number => a - b;

describe('Heap', () => {
  it('gives out its items in order, pushed one by one or filled in at once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.array(fc.nat(50)), (filled, pushed) => {
        const heap = new Heap(ascending);
        heap.refill([...filled]);
        for (const item of pushed) heap.push(item);
        expect(heap.size).toBe(filled.length + pushed.length);
        const drained: number[] = [];
        for (let item = heap.pop(); item !== undefined; item = heap.pop()) drained.push(item);
        expect(drained).toEqual([...filled, ...pushed].sort(ascending));
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { Lane, type Ticket } from './lane.ts';

describe('a lane', () => {
  it('lets a frame wait for its own ticket and for those before it, and for no other', () => {
    const lane = new Lane();
    const out: number[] = [];
    const [first, second, third]: [Ticket, Ticket, Ticket] = [{ open: false }, { open: false }, { open: false }];
    lane.add(first, () => out.push(1));
    lane.add(second, () => out.push(2));
    lane.add(undefined, () => out.push(3));
    lane.add(third, () => out.push(4));
    second.open = true;
    lane.drain();
    expect(out).toEqual([]);
    first.open = true;
    lane.drain();
    expect(out).toEqual([1, 2, 3]);
    expect(lane.empty).toBe(false);
    third.open = true;
    lane.drain();
    expect(out).toEqual([1, 2, 3, 4]);
    expect(lane.empty).toBe(true);
  });

  it('delivers at once what has nothing to wait for', () => {
    const lane = new Lane();
    const out: number[] = [];
    lane.add({ open: true }, () => out.push(1));
    lane.add(undefined, () => out.push(2));
    expect(out).toEqual([1, 2]);
  });

  it('tells when the frames of now are out, not those that came later', () => {
    const lane = new Lane();
    const [first, later]: [Ticket, Ticket] = [{ open: false }, { open: false }];
    const told: string[] = [];
    lane.onDrained(() => told.push('nothing to wait for'));
    lane.add(first, () => told.push('first'));
    lane.onDrained(() => told.push('drained'));
    lane.add(later, () => told.push('later'));
    first.open = true;
    lane.drain();
    expect(told).toEqual(['nothing to wait for', 'first', 'drained']);
  });

  it('lets everything go when it is released', () => {
    const lane = new Lane();
    const out: number[] = [];
    lane.add({ open: false }, () => out.push(1));
    lane.add({ open: false }, () => out.push(2));
    lane.release();
    expect(out).toEqual([1, 2]);
  });
});

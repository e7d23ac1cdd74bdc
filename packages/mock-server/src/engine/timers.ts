import type { TimerKind } from './commands.ts';
import type { Instant, Timer } from './records.ts';

/** A timer in the heap; it counts only while its record still carries the same moment and sequence. */
export interface Deadline {
  readonly due: Instant;
  readonly sequence: number;
  readonly kind: TimerKind;
  readonly sid: string;
}

export type IsLive = (deadline: Deadline) => boolean;

/**
 * Min-heap over (due, sequence). Cancelling costs nothing: a record that drops its timer makes the entry dead,
 * and dead entries are swept when they surface or outnumber the live ones.
 */
export class DeadlineHeap {
  private readonly items: Deadline[] = [];
  private sweepAt = 64;
  private readonly isLive: IsLive;

  constructor(isLive: IsLive) {
    this.isLive = isLive;
  }

  add(kind: TimerKind, sid: string, timer: Timer): void {
    this.items.push({ due: timer.due, sequence: timer.sequence, kind, sid });
    this.siftUp(this.items.length - 1);
  }

  /** The next live deadline. Drops dead entries; a rollback arms again what it revives. */
  next(): Deadline | undefined {
    if (this.items.length > this.sweepAt) this.sweep();
    for (;;) {
      const head = this.items[0];
      if (head === undefined || this.isLive(head)) return head;
      this.removeHead();
    }
  }

  private sweep(): void {
    const live = this.items.filter(this.isLive).sort(byDue);
    this.items.length = 0;
    for (const item of live) {
      // Equal neighbours are one timer that a rollback armed again.
      if (this.items.at(-1)?.sequence !== item.sequence) this.items.push(item);
    }
    this.sweepAt = Math.max(64, this.items.length * 2);
  }

  private removeHead(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return;
    this.items[0] = last;
    this.siftDown(0);
  }

  private siftUp(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.swapIfAfter(parent, index)) return;
      index = parent;
    }
  }

  private siftDown(from: number): void {
    let index = from;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let first = left;
      const leftItem = this.items[left];
      const rightItem = this.items[right];
      if (leftItem === undefined) return;
      if (rightItem !== undefined && byDue(rightItem, leftItem) < 0) first = right;
      if (!this.swapIfAfter(index, first)) return;
      index = first;
    }
  }

  private swapIfAfter(upper: number, lower: number): boolean {
    const above = this.items[upper];
    const below = this.items[lower];
    if (above === undefined || below === undefined || byDue(above, below) <= 0) return false;
    this.items[upper] = below;
    this.items[lower] = above;
    return true;
  }
}

export function byDue(a: { due: number; sequence: number }, b: { due: number; sequence: number }): number {
  return a.due - b.due || a.sequence - b.sequence;
}

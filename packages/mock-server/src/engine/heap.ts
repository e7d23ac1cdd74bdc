import type { Order } from './ordered-set.ts';

/** Binary min-heap of an order. */
export class Heap<T> {
  private items: T[] = [];
  private readonly order: Order<T>;

  constructor(order: Order<T>) {
    this.order = order;
  }

  get size(): number {
    return this.items.length;
  }

  first(): T | undefined {
    return this.items[0];
  }

  push(item: T): void {
    const { items, order } = this;
    let index = items.length;
    items.push(item);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = items[parent] as T;
      if (order(above, item) <= 0) break;
      items[index] = above;
      index = parent;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const first = this.items[0];
    const last = this.items.pop();
    if (this.items.length > 0) this.sink(0, last as T);
    return first;
  }

  /** Moves the first item to where it belongs, now that it comes later than before. */
  settle(): void {
    const first = this.items[0];
    if (first !== undefined) this.sink(0, first);
  }

  /** Lets go of the items that `keep` does not want, and orders the others anew, in time linear in their number. */
  rebuild(keep: (item: T) => boolean): void {
    const { items } = this;
    let kept = 0;
    for (const item of items) {
      if (!keep(item)) continue;
      items[kept] = item;
      kept += 1;
    }
    items.length = kept;
    for (let index = (items.length >> 1) - 1; index >= 0; index -= 1) this.sink(index, items[index] as T);
  }

  /** Puts an item in at a place and moves it down to where it belongs. */
  private sink(from: number, item: T): void {
    const { items, order } = this;
    const { length } = items;
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && order(items[child + 1] as T, items[child] as T) < 0) child += 1;
      const below = items[child] as T;
      if (order(item, below) <= 0) break;
      items[index] = below;
      index = child;
    }
    items[index] = item;
  }
}

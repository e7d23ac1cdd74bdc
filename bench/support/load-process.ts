import { follow, isChild, startChild } from './child.ts';
import { type LoadResult, type RawRequest, rawLoad } from './raw-load.ts';

interface Order {
  readonly request: RawRequest;
  readonly count: number;
  readonly connections: number;
}

/** A process of its own that sends requests when told to. */
export interface LoadProcess {
  readonly load: (request: RawRequest, count: number, connections: number) => Promise<LoadResult>;
  readonly stop: () => void;
}

const NAME = 'send-load';

/** True in a process made by `startLoadProcess`, which is this very script once more. */
export function isLoadProcess(): boolean {
  return isChild(NAME);
}

/** Follows orders until the parent goes. */
export function followOrders(): void {
  follow(({ request, count, connections }: Order) => rawLoad(request, count, connections));
}

export function startLoadProcess(): LoadProcess {
  const child = startChild<Order, LoadResult>(NAME);
  return {
    load: (request, count, connections) => child.tell({ request, count, connections }),
    stop: child.stop,
  };
}

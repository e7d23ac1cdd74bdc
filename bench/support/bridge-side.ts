import { BridgeLoad, type FanOut, type Latency, type Load, type Overtakes, type SocketMemory } from './bridge-load.ts';
import { type BridgeServer, startBare, startTaskbay } from './bridge-servers.ts';
import { type Child, follow, isChild, startChild } from './child.ts';

/** What is compared. */
export type SideName = 'taskbay' | 'bare';

type Order =
  | { readonly what: 'open'; readonly workers: number; readonly room: number }
  | { readonly what: 'latency'; readonly load: Load }
  | { readonly what: 'overtakes'; readonly atMost: number }
  | { readonly what: 'fan-out'; readonly group: number };

type Result = SocketMemory | Latency | Overtakes | FanOut;

const NAME = 'bridge-side';

/** True in a process made by `Side.start`, which is this very script once more. */
export function isSide(): boolean {
  return isChild(NAME);
}

export function followSide(): void {
  let load: BridgeLoad | undefined;
  const opened = (): BridgeLoad => {
    if (load === undefined) throw new Error('Open the sockets first');
    return load;
  };
  follow(async (order: Order): Promise<Result> => {
    switch (order.what) {
      case 'open': {
        const server: BridgeServer = await (process.argv[3] === 'taskbay'
          ? startTaskbay(order.workers, order.room)
          : startBare());
        load = new BridgeLoad(server);
        return load.open(order.workers);
      }
      case 'latency':
        return opened().latency(order.load);
      case 'overtakes':
        return opened().overtakes(order.atMost);
      case 'fan-out':
        return opened().fanOut(order.group);
    }
  });
}

/** One server with the process that holds its sockets. Runs of two sides can take turns: an idle one has its heartbeats only. */
export class Side {
  readonly memory: SocketMemory;
  private readonly child: Child<Order, Result>;

  private constructor(child: Child<Order, Result>, memory: SocketMemory) {
    this.child = child;
    this.memory = memory;
  }

  /** `room`: tasks that each worker can hold. */
  static async start(name: SideName, workers: number, room: number): Promise<Side> {
    // Room for all that a run makes: the process that sends and hears collects before each, not within.
    const child = startChild<Order, Result>(NAME, [name], [...process.execArgv, '--max-semi-space-size=128']);
    return new Side(child, (await child.tell({ what: 'open', workers, room })) as SocketMemory);
  }

  async latency(load: Load): Promise<Latency> {
    return (await this.child.tell({ what: 'latency', load })) as Latency;
  }

  async overtakes(atMost: number): Promise<Overtakes> {
    return (await this.child.tell({ what: 'overtakes', atMost })) as Overtakes;
  }

  async fanOut(group: number): Promise<FanOut> {
    return (await this.child.tell({ what: 'fan-out', group })) as FanOut;
  }

  /** Its server ends with it. */
  stop(): void {
    this.child.stop();
  }
}

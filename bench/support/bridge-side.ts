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

interface Opened {
  readonly memory: SocketMemory;
  readonly serverPid: number;
}

type Result = Opened | Latency | Overtakes | FanOut;

const NAME = 'bridge-side';
/** Host milliseconds for what was due while a side stood still. */
const CATCH_UP_MS = 500;

/** True in a process made by `startSide`, which is this very script once more. */
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
        return { memory: await load.open(order.workers), serverPid: server.measured.pid };
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

/**
 * One server with the process that holds its sockets. While the other side is measured both stand still, so that
 * runs of the two can take turns without being in each other's way.
 */
export class Side {
  readonly memory: SocketMemory;
  private readonly child: Child<Order, Result>;
  private pids: readonly number[];

  private constructor(child: Child<Order, Result>, { memory, serverPid }: Opened) {
    this.child = child;
    this.memory = memory;
    this.pids = [child.pid, serverPid];
    // However this ends: what stands still would stay for ever.
    process.once('exit', () => this.signal('SIGCONT'));
  }

  /** `room`: tasks that each worker can hold. */
  static async start(name: SideName, workers: number, room: number): Promise<Side> {
    // Room for all that a run makes: the process that sends and hears collects before each, not within.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
    const child = startChild<Order, Result>(NAME, [name], [...process.execArgv, '--max-semi-space-size=128']);
    return new Side(child, (await child.tell({ what: 'open', workers, room })) as Opened);
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

  standStill(): void {
    this.signal('SIGSTOP');
  }

  async goOn(): Promise<void> {
    this.signal('SIGCONT');
    await new Promise((resolve) => setTimeout(resolve, CATCH_UP_MS));
  }

  /** Its server ends with it. */
  stop(): void {
    this.child.stop();
    this.pids = [];
  }

  private signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    for (const pid of this.pids) process.kill(pid, signal);
  }
}

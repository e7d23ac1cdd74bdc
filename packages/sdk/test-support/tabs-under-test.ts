import type { FetchFunction, WebSocketConstructor } from '../src/host.ts';
import type { TabWorkerOptions } from '../src/tabs/tab-options.ts';
import { BaseTabWorker } from '../src/tabs/tab-worker.ts';
import { FakeBridge } from './fake-bridge.ts';
import { ManualClock, settled } from './manual-clock.ts';
import type { Spelling } from './payloads.ts';
import { FakeOrigin, type FakeTab } from './tabs-platform.ts';
import { SERVER, tokenFor } from './worker-under-test.ts';

const TOLD = [
  'ready',
  'disconnected',
  'resynced',
  'token.expired',
  'activity.update',
  'reservation.created',
  'reservation.accepted',
  'reservation.timeout',
  'reservation.canceled',
] as const;

export interface TabUnderTest {
  readonly name: string;
  readonly tab: FakeTab;
  readonly worker: BaseTabWorker;
  /** Events so far: those of reservations with the SID, `leader` with what is said. */
  readonly heard: string[];
  /** How many sockets and requests this tab made itself. */
  readonly used: { sockets: number; requests: number };
}

/** Several tabs of one worker, on a bridge in memory and one clock that stands still. */
export class Tabs {
  readonly origin = new FakeOrigin();
  readonly clock = new ManualClock();
  readonly bridge: FakeBridge;
  readonly console: string[] = [];
  #count = 0;

  constructor(spelling: Spelling) {
    this.bridge = new FakeBridge(spelling);
  }

  async open(
    options: TabWorkerOptions = {},
    token = tokenFor(this.bridge.spelling, this.clock),
  ): Promise<TabUnderTest> {
    this.#count += 1;
    const name = `tab ${this.#count}`;
    const tab = this.origin.open();
    const used = { sockets: 0, requests: 0 };
    const host = tab.host(name, this.clock, this.bridge, this.console);
    const transports = { WebSocket: this.#counting(used), fetch: this.#fetching(used) };
    const worker = new BaseTabWorker(token, { serverUrl: SERVER, ...transports, ...options }, host);
    const heard = listen(worker);
    await settled();
    return { name, tab, worker, heard, used };
  }

  #counting(used: { sockets: number }): WebSocketConstructor {
    const { bridge } = this;
    return class extends bridge.WebSocket {
      constructor(url: string) {
        super(url);
        used.sockets += 1;
      }
    };
  }

  #fetching(used: { requests: number }): FetchFunction {
    return (url, request) => {
      used.requests += 1;
      return this.bridge.fetch(url, request);
    };
  }
}

function listen(worker: BaseTabWorker): string[] {
  const heard: string[] = [];
  for (const name of TOLD) {
    worker.on(name, (payload: unknown) => {
      const about = name.startsWith('reservation.') ? ` ${(payload as { sid: string }).sid}` : '';
      heard.push(`${name}${about}`);
    });
  }
  worker.on('leader', ({ isLeader, reason }) => heard.push(`leader ${isLeader} ${reason}`));
  worker.on('error', ({ code }) => heard.push(`error ${code}`));
  return heard;
}

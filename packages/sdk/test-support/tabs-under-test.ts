import type { FetchFunction, WebSocketConstructor } from '../src/host.ts';
import type { TabWorkerOptions } from '../src/tabs/tab-options.ts';
import { BaseTabWorker } from '../src/tabs/tab-worker.ts';
import { FakeBridge } from './fake-bridge.ts';
import { ManualClock, settled } from './manual-clock.ts';
import {
  bareReservation,
  flattenedReservation,
  nestedReservation,
  type ReservationState,
  restReservation,
  type Spelling,
} from './payloads.ts';
import { FakeOrigin, type FakeTab } from './tabs-platform.ts';
import { WK, WS } from './tokens.ts';
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

export const OFFER: ReservationState = {
  sid: 'WR1',
  taskSid: 'WT1',
  status: 'pending',
  taskStatus: 'reserved',
  version: 0,
};
export const ACCEPTED: ReservationState = { ...OFFER, status: 'accepted', taskStatus: 'assigned', version: 1 };

/** The frame that tells of a reservation. */
export function frame(spelling: Spelling, state: ReservationState): object {
  return spelling === 'v2' ? nestedReservation(state) : flattenedReservation(state);
}

/** Tabs that are ready; the first one leads. */
export async function openTabs(spelling: Spelling, count: number): Promise<{ tabs: Tabs; all: TabUnderTest[] }> {
  const tabs = new Tabs(spelling);
  const all: TabUnderTest[] = [];
  for (let index = 0; index < count; index += 1) all.push(await tabs.open());
  return { tabs, all };
}

/** The same, with an offer that each was told of. */
export async function offeredTabs(spelling: Spelling, count: number) {
  const { tabs, all } = await openTabs(spelling, count);
  tabs.bridge.reservations = [OFFER];
  tabs.bridge.socket.send('reservation.created', frame(spelling, OFFER));
  await settled();
  return { tabs, all };
}

/** Where a reservation is changed, and what the server answers. */
export function updateOf(spelling: Spelling, state: ReservationState): [route: string, answer: object] {
  return spelling === 'v2'
    ? [`POST Workspaces/${WS}/Workers/${WK}/Reservations/${state.sid}`, bareReservation(state)]
    : [`POST Workspaces/${WS}/Tasks/${state.taskSid}/Reservations/${state.sid}`, restReservation(state)];
}

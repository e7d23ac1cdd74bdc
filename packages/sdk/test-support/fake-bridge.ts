import type { FetchFunction, WebSocketConstructor } from '../src/host.ts';
import { FakeSocket } from './fake-socket.ts';
import {
  activityPayload,
  channelPayload,
  IDLE,
  nestedReservation,
  OFFLINE,
  type ReservationState,
  restReservation,
  type Spelling,
  taskPayload,
  workerPayload,
} from './payloads.ts';
import { AC, WK, WS } from './tokens.ts';

export interface Tunnelled {
  readonly url: string;
  readonly method: string;
  /** Below `/v1/`. */
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly token: string;
  readonly event_type?: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status?: number;
  readonly payload?: unknown;
  readonly body?: unknown;
}

type Handler = (request: Tunnelled) => Answer | Promise<Answer>;

const OWN = `Workspaces/${WS}/Workers/${WK}`;

function fromQuery(query: string) {
  return Object.fromEntries(new URLSearchParams(query));
}

/** An event bridge in memory: answers the reads a session starts with, and whatever a test adds. */
export class FakeBridge {
  readonly sockets: FakeSocket[] = [];
  readonly requests: Tunnelled[] = [];
  /** Addresses that were posted to. */
  readonly posted = new Set<string>();
  readonly spelling: Spelling;
  tokenLifetimeMs = 3_600_000;
  worker: object;
  channels: object[];
  reservations: ReservationState[] = [];
  /** False: a test accepts or refuses handshakes itself. */
  acceptsSockets = true;
  /** True: every request is answered with 503. */
  failing = false;
  readonly #handlers = new Map<string, Handler>();

  constructor(spelling: Spelling) {
    this.spelling = spelling;
    this.worker = workerPayload(spelling);
    this.channels = [channelPayload(spelling)];
  }

  readonly WebSocket: WebSocketConstructor = (() => {
    const bridge = this;
    return class extends FakeSocket {
      constructor(url: string) {
        super(url);
        bridge.sockets.push(this);
        if (bridge.acceptsSockets) queueMicrotask(() => bridge.accept(this));
      }
    };
  })();

  readonly fetch: FetchFunction = async (url, { body, headers, signal }) => {
    const envelope = JSON.parse(body) as Tunnelled;
    const [path = '', query] = envelope.url.replace(/^.*\/v1\//, '').split('?');
    // As in the URL of a next page: a query counts as parameters.
    const params = query === undefined ? envelope.params : { ...envelope.params, ...fromQuery(query) };
    const request = { ...envelope, url, headers, path, params };
    this.requests.push(request);
    this.posted.add(url);
    if (this.failing) return { status: 503, text: async () => 'busy' };
    const answer = await (this.#handlers.get(`${request.method} ${request.path}`) ?? ((one) => this.#usual(one)))(
      request,
    );
    if (signal.aborted) throw new Error('aborted');
    const { status = 200, payload, body: raw } = answer;
    const sent = raw ?? { payload };
    return { status, text: async () => (typeof sent === 'string' ? sent : JSON.stringify(sent)) };
  };

  /** The newest socket. */
  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (last === undefined) throw new Error('no socket was opened');
    return last;
  }

  accept(socket: FakeSocket): void {
    socket.accept();
    if (this.spelling === 'v1') return;
    const identity = { channel_id: WK, account_sid: AC, workspace_sid: WS };
    socket.send('init', { ...identity, token_lifetime: this.tokenLifetimeMs });
  }

  /** Replaces the answer to one method and path. */
  on(route: string, handler: Handler): void {
    this.#handlers.set(route, handler);
  }

  usually(route: string): void {
    this.#handlers.delete(route);
  }

  /** Holds the answers to a route back until the returned function is called. */
  hold(route: string, handler: Handler): () => void {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.on(route, async (request) => {
      await gate;
      return handler(request);
    });
    return release;
  }

  page(key: string, items: readonly unknown[]): Answer {
    return this.spelling === 'v2'
      ? { payload: { contents: items, after_sid: null, meta: { list_key: 'contents' } } }
      : { payload: { [key]: items, meta: { key, next_page_url: null } } };
  }

  #usual({ method, path, params }: Tunnelled): Answer {
    if (method !== 'GET') return { status: 404, body: { message: `no route for ${method} ${path}` } };
    if (path === OWN) return { payload: this.worker };
    if (path === `Workspaces/${WS}/Activities`) return this.page('activities', this.#activities());
    if (path === `${OWN}/WorkerChannels` || path === `${OWN}/Channels`) return this.page('channels', this.channels);
    if (path === `${OWN}/Reservations`) return this.page('reservations', this.#listed(params));
    const sid = path.split('/').at(-1);
    const state = this.reservations.find((one) => path === `${OWN}/Reservations/${one.sid}` || one.taskSid === sid);
    if (state === undefined) return { status: 404, body: { code: 20404, message: `${path} was not found` } };
    return { payload: path.startsWith(OWN) ? this.#reservation(state) : this.#task(state) };
  }

  #activities() {
    const { spelling } = this;
    return [activityPayload(spelling, IDLE, 'Idle', true), activityPayload(spelling, OFFLINE, 'Offline', false)];
  }

  #listed(params: Readonly<Record<string, unknown>>) {
    const wanted = params.ReservationStatus;
    const live = this.reservations.filter(({ status }) => ['pending', 'accepted', 'wrapping'].includes(status));
    return live.filter(({ status }) => wanted === undefined || wanted === status).map((one) => this.#reservation(one));
  }

  #reservation(state: ReservationState) {
    return this.spelling === 'v2' ? nestedReservation(state) : restReservation(state);
  }

  #task({ taskSid, taskStatus, version }: ReservationState) {
    return taskPayload(this.spelling === 'v2' ? 'frame' : 'rest', taskSid, taskStatus, version);
  }
}

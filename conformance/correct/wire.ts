import type { InProcessServer } from '@taskbay/mock-server';
import type { FetchFunction, WebSocketConstructor, WebSocketLike } from '@taskbay/sdk';

type Socket = InstanceType<InProcessServer['WebSocket']>;

/** Reservations on one page. */
const PAGE = 2;

/** The way from a client to a server in process, on which a check does what networks do. */
export class Wire {
  readonly fetch: FetchFunction;
  readonly WebSocket: WebSocketConstructor;
  /** Nothing can be reached. */
  down = false;
  /** Sockets stay open and nothing is heard from them. */
  silent = false;
  /** Requests yet to be answered with 503. */
  failing = 0;
  /** Answers to requests whose body contains this are kept back until `release`. */
  holding: string | undefined;
  /** Server time of each request. */
  readonly requests: number[] = [];
  readonly #server: InProcessServer;
  readonly #sockets: { readonly far: Socket; readonly near: WebSocketLike }[] = [];
  #held: (() => void)[] = [];

  constructor(server: InProcessServer) {
    this.#server = server;
    this.fetch = (url, request) => this.#exchange(url, request);
    const wire = this;
    this.WebSocket = class implements WebSocketLike {
      onopen: ((event: never) => void) | null = null;
      onmessage: ((event: never) => void) | null = null;
      onerror: ((event: never) => void) | null = null;
      onclose: ((event: never) => void) | null = null;
      readonly #far: Socket | undefined;
      constructor(url: string) {
        if (wire.down) queueMicrotask(() => this.#fail());
        else this.#far = wire.#connect(url, this);
      }
      close(): void {
        this.#far?.close();
      }
      #fail(): void {
        this.onerror?.({ message: 'nobody there' } as never);
        this.onclose?.({ code: 1006, reason: '' } as never);
      }
    };
  }

  get sockets(): number {
    return this.#sockets.length;
  }

  get answersHeld(): number {
    return this.#held.length;
  }

  release(): void {
    this.holding = undefined;
    for (const go of this.#held) go();
    this.#held = [];
  }

  /** Both ends learn of it. */
  cut(): void {
    const last = this.#sockets.at(-1);
    last?.far.close();
    last?.near.onclose?.({ code: 1006, reason: '' } as never);
  }

  #connect(url: string, near: WebSocketLike): Socket {
    const far = new this.#server.WebSocket(url);
    this.#sockets.push({ far, near });
    far.onopen = (event) => this.silent || near.onopen?.(event as never);
    far.onmessage = (event) => this.silent || near.onmessage?.(event as never);
    far.onerror = (event) => this.silent || near.onerror?.(event as never);
    far.onclose = (event) => this.silent || near.onclose?.(event as never);
    return far;
  }

  /** Sockets that are open now will never be heard of again, and their clients are not told. */
  cutOff(): void {
    for (const { far, near } of this.#sockets) {
      far.onopen = far.onmessage = far.onerror = far.onclose = null;
      near.close();
    }
  }

  async #exchange(url: string, { method, headers, body }: Parameters<FetchFunction>[1]): ReturnType<FetchFunction> {
    this.requests.push(this.#server.clock.now());
    if (this.down) throw new TypeError('fetch failed');
    if (this.failing > 0) {
      this.failing -= 1;
      return { status: 503, text: async () => 'busy' };
    }
    const paged = body.includes('/Reservations"') ? body.replace('"PageSize":1000', `"PageSize":${PAGE}`) : body;
    const response = await this.#server.fetch(url, { method, headers, body: paged });
    const text = await response.text();
    if (this.holding !== undefined && body.includes(this.holding)) {
      await new Promise<void>((go) => this.#held.push(go));
    }
    return { status: response.status, text: async () => text };
  }
}

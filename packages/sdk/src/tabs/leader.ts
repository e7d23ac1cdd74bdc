import type { FetchFunction, WebSocketConstructor } from '../host.ts';
import { type Demand, type Notification, requestName } from './messages.ts';
import { SharedSocket } from './shared-socket.ts';

export interface LeaderPorts {
  webSocket(): Promise<WebSocketConstructor>;
  fetch(): Promise<FetchFunction>;
  now(): number;
  say(notification: Notification): void;
}

type Request = Extract<Demand, { kind: 'request' }>;

/** The duties of the leading tab for one epoch: the socket of all tabs, and the requests of all tabs. */
export class Leader {
  readonly epoch: number;
  readonly #tab: string;
  readonly #ports: LeaderPorts;
  readonly #socket: SharedSocket;
  readonly #running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  #serves = true;
  #deposed = false;

  constructor(epoch: number, tab: string, ports: LeaderPorts) {
    this.epoch = epoch;
    this.#tab = tab;
    this.#ports = ports;
    this.#socket = new SharedSocket({
      webSocket: () => ports.webSocket(),
      now: () => ports.now(),
      attached: ({ tab, id }, sequence) => ports.say({ kind: 'attached', epoch, tab, id, sequence }),
      closed: ({ tab, id }, code, reason) => ports.say({ kind: 'closed', epoch, tab, id, code, reason }),
      toOne: ({ tab, id }, text) => ports.say({ kind: 'private', epoch, tab, id, text }),
      toAll: (sequence, text) => ports.say({ kind: 'frame', epoch, sequence, text }),
    });
  }

  introduce(): void {
    if (this.#serves) this.#ports.say({ kind: 'leader', epoch: this.epoch, tab: this.#tab });
  }

  serve(demand: Demand): void {
    if (!this.#serves || demand.epoch !== this.epoch) return;
    switch (demand.kind) {
      case 'attach':
        // The socket may take its time: the tab learns at once that somebody is there.
        this.introduce();
        this.#socket.attach(demand);
        return;
      case 'detach':
        this.#socket.detach(demand);
        return;
      case 'abandon':
        this.#socket.abandon(demand);
        return;
      case 'request':
        this.introduce();
        this.#begin(demand);
        return;
      case 'abort':
        this.#running.get(requestName(demand))?.controller.abort();
        return;
      case 'leave':
        this.#socket.leave(demand.tab);
        return;
    }
  }

  /** Leads no more: tells all tabs, and resolves once the requests under way are answered. */
  async resign(): Promise<void> {
    if (!this.#serves) return;
    this.#serves = false;
    this.#socket.close();
    this.#ports.say({ kind: 'resigned', epoch: this.epoch, unfinished: [...this.#running.keys()] });
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  /** Another tab leads already: what is under way is given up, and nobody is told. */
  depose(): void {
    this.#serves = false;
    this.#deposed = true;
    this.#socket.close();
    for (const { controller } of this.#running.values()) controller.abort();
  }

  #begin(request: Request): void {
    const controller = new AbortController();
    const name = requestName(request);
    const done = this.#execute(request, controller.signal).finally(() => this.#running.delete(name));
    this.#running.set(name, { controller, done });
  }

  async #execute({ tab, id, url, headers, body }: Request, signal: AbortSignal): Promise<void> {
    const { epoch } = this;
    try {
      // Taken out of its object first: the platform's fetch refuses to run as a method of something else.
      const fetch = await this.#ports.fetch();
      const response = await fetch(url, { method: 'POST', headers: { ...headers }, body, signal });
      this.#ports.say({ kind: 'answer', epoch, tab, id, status: response.status, text: await response.text() });
    } catch (cause) {
      if (this.#deposed) return;
      const message = cause instanceof Error ? cause.message : String(cause);
      this.#ports.say({ kind: 'failure', epoch, tab, id, message });
    }
  }
}

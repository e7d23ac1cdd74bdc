import { asTaskbayError, type TaskbayError } from '../errors.ts';
import type { Clock, WebSocketConstructor } from '../host.ts';
import { HeartbeatWatch } from './heartbeat.ts';
import { type ConnectionState, type Effect, type Input, type StateReason, transition } from './machine.ts';
import { backoffDelay } from './policy.ts';
import { openSocket } from './socket.ts';

/** One change of the connection. `retryInMs` is there while it waits for the next attempt. */
export interface StateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  readonly reason: StateReason;
  readonly message: string;
  readonly closeCode?: number;
  readonly retryInMs?: number;
}

export interface ConnectionPorts {
  webSocket(): Promise<WebSocketConstructor>;
  readonly clock: Clock;
  readonly heartbeatClock: Clock;
  random(): number;
}

/** What the connection asks of the session it belongs to. */
export interface ConnectionOwner {
  readonly heartbeatMs: number;
  socketUrl(): string;
  /** Decides what the end of a socket means. */
  afterLoss(loss: { opened: boolean; code: number; reason: string }): Input;
  changed(change: StateChange): void;
  text(data: string): void;
  unreadable(): void;
  failed(error: TaskbayError): void;
}

/** One reconnecting socket: runs the effects of the machine's table on the host. */
export class Connection {
  readonly #ports: ConnectionPorts;
  readonly #owner: ConnectionOwner;
  readonly #watch: HeartbeatWatch;
  #state: ConnectionState = 'idle';
  #failures = 0;
  #retryTimer: unknown;
  #retryInMs: number | undefined;
  #release: ReturnType<typeof openSocket> | undefined;
  /** Counts openings, so that one whose WebSocket class is still being loaded can be given up. */
  #opening = 0;

  constructor(ports: ConnectionPorts, owner: ConnectionOwner) {
    this.#ports = ports;
    this.#owner = owner;
    this.#watch = new HeartbeatWatch(ports.heartbeatClock, owner.heartbeatMs, () => {
      const message = `Nothing was heard for ${owner.heartbeatMs / 1000} s`;
      this.feed({ kind: 'lost', reason: 'heartbeat_lost', message });
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Gives the machine an input; one that means nothing in the present state is ignored. */
  feed(input: Input): void {
    const previous = this.#state;
    const step = transition(previous, input.kind);
    if (step === undefined) return;
    this.#state = step.to;
    this.#retryInMs = undefined;
    for (const effect of step.effects) this.#run(effect);
    const { reason, message, closeCode } = input;
    this.#owner.changed({
      state: step.to,
      previous,
      reason,
      message,
      ...(closeCode === undefined ? {} : { closeCode }),
      ...(this.#retryInMs === undefined ? {} : { retryInMs: this.#retryInMs }),
    });
  }

  /** The machine may have slept, or the page was hidden: looks whether the socket is still alive. */
  check(): void {
    this.#watch.check();
  }

  #run(effect: Effect): void {
    switch (effect) {
      case 'open':
        void this.#open();
        return;
      case 'close':
        this.#letGo('goodbye');
        return;
      case 'abandon':
        this.#letGo('dead');
        return;
      case 'schedule-retry':
        this.#scheduleRetry();
        return;
      case 'cancel-retry':
        this.#ports.clock.clearTimeout(this.#retryTimer);
        return;
      case 'forget-failures':
        this.#failures = 0;
        return;
    }
  }

  async #open(): Promise<void> {
    const opening = ++this.#opening;
    this.#watch.start();
    try {
      const WebSocket = await this.#ports.webSocket();
      if (opening !== this.#opening) return;
      let opened = false;
      this.#release = openSocket(WebSocket, this.#owner.socketUrl(), {
        opened: () => {
          opened = true;
          this.#watch.heard();
          this.feed({ kind: 'opened', reason: 'socket_opened', message: 'The socket is open' });
        },
        text: (data) => {
          this.#watch.heard();
          this.#owner.text(data);
        },
        binary: () => this.#owner.unreadable(),
        closed: (code, reason) => this.feed(this.#owner.afterLoss({ opened, code, reason })),
      });
    } catch (cause) {
      if (opening !== this.#opening) return;
      const error = asTaskbayError(cause, 'usage', 'The socket cannot be opened');
      this.#owner.failed(error);
      this.feed({ kind: 'halt', reason: 'refused', message: error.message });
    }
  }

  #letGo(how: 'goodbye' | 'dead'): void {
    this.#opening += 1;
    this.#watch.stop();
    this.#release?.(how);
    this.#release = undefined;
  }

  #scheduleRetry(): void {
    this.#failures += 1;
    this.#retryInMs = backoffDelay(this.#failures, this.#ports.random);
    this.#retryTimer = this.#ports.clock.setTimeout(() => {
      this.feed({ kind: 'retry', reason: 'retry', message: `Attempt ${this.#failures + 1}` });
    }, this.#retryInMs);
  }
}

import { asTaskbayError, type TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { createTimer, type Timer } from '../timer.ts';
import { type HeartbeatWatch, watchHeartbeat } from './heartbeat.ts';
import { type ConnectionState, type InputKind, isOpen, type StateReason, transition } from './machine.ts';
import { backoffDelay } from './policy.ts';
import { openSocket } from './socket.ts';

/** One change of the connection. `retryInMs` is there while it waits for the next attempt. */
export interface StateChange {
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  readonly reason: StateReason;
  readonly message: string;
  readonly closeCode?: number | undefined;
  readonly retryInMs?: number | undefined;
}

/** What the connection asks of the session it belongs to. */
export interface ConnectionOwner {
  socketUrl(): string;
  /** Decides what the end of a socket means, and feeds it. */
  lost(opened: boolean, code: number, reason: string): void;
  changed(change: StateChange): void;
  received(data: unknown): void;
  /** No socket can be made at all. */
  refused(error: TaskbayError): void;
}

/** One reconnecting socket, driven by the machine's table. */
export class Connection {
  state: ConnectionState = 'idle';
  readonly #ports: Ports;
  readonly #owner: ConnectionOwner;
  readonly #retry: Timer;
  readonly #watch: HeartbeatWatch;
  #failures = 0;
  #release: ((dead: boolean) => void) | undefined;
  /** Counts openings, so that one whose WebSocket class is still being loaded can be given up. */
  #opening = 0;

  constructor(ports: Ports, silenceMs: number, owner: ConnectionOwner) {
    this.#ports = ports;
    this.#owner = owner;
    this.#retry = createTimer(ports.clock);
    this.#watch = watchHeartbeat(ports.heartbeatClock, silenceMs, () => this.feed('lost', 'heartbeat_lost'));
  }

  /**
   * Gives the machine an input; one that means nothing in the present state is ignored. `message`: what happened, where
   * there is more to say than the reason does.
   */
  feed(input: InputKind, reason: StateReason, message = reason.replace('_', ' '), closeCode?: number): void {
    const previous = this.state;
    const state = transition(previous, input);
    if (!state) return;
    this.state = state;
    this.#retry.stop();
    if (state === 'ready' || previous === 'stopped') this.#failures = 0;
    const waits = state === 'waiting';
    if (!isOpen(state)) {
      this.#opening += 1;
      this.#watch.stop();
      // Of a socket that was lost nobody is there to say goodbye to.
      this.#release?.(waits);
      this.#release = undefined;
    }
    if (waits) this.#failures += 1;
    const retryInMs = waits ? backoffDelay(this.#failures, this.#ports.random) : undefined;
    if (retryInMs !== undefined) this.#retry.set(retryInMs, () => this.feed('retry', 'retry'));
    if (state === 'connecting') void this.#open();
    this.#owner.changed({ state, previous, reason, message, closeCode, retryInMs });
  }

  /** The machine may have slept, or the page was hidden: looks whether the socket is still alive. */
  check(): void {
    this.#watch.check();
  }

  async #open(): Promise<void> {
    const opening = this.#opening;
    this.#watch.start();
    try {
      const WebSocket = await this.#ports.webSocket();
      if (opening !== this.#opening) return;
      this.#release = openSocket(WebSocket, this.#owner.socketUrl(), {
        opened: () => {
          this.#watch.heard();
          this.feed('opened', 'socket_opened');
        },
        received: (data) => {
          this.#watch.heard();
          this.#owner.received(data);
        },
        closed: (code, reason, opened) => this.#owner.lost(opened, code, reason),
      });
    } catch (cause) {
      if (opening === this.#opening) this.#owner.refused(asTaskbayError(cause, 'usage', 'The socket cannot be opened'));
    }
  }
}

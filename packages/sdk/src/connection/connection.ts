import type { TaskbayError } from '../errors.ts';
import type { Ports } from '../options.ts';
import { after } from '../timer.ts';
import { asTaskbayError } from '../wrap-error.ts';
import { type ConnectionState, isOpen, mayFollow, type StateReason } from './machine.ts';
import { backoffDelay } from './policy.ts';
import { watchSilence } from './silence.ts';
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
  /** Decides what the end of a socket means, and moves on. */
  lost(code: number, reason: string, opened: boolean): void;
  /** `signal` is aborted when what the state began is over: its socket, or its pause. */
  changed(change: StateChange, signal: AbortSignal): void;
  /** `signal`: of the socket. */
  received(data: unknown, signal: AbortSignal): void;
  /** No socket can be made at all. */
  refused(error: TaskbayError): void;
}

/** One reconnecting socket, whose states follow the machine's table. */
export interface Connection {
  state: ConnectionState;
  /**
   * Goes to a state; does nothing when the present one does not lead there. `message`: what happened, where there is more
   * to say than the reason does.
   */
  move(state: ConnectionState, reason: StateReason, message?: string, closeCode?: number): void;
  /** The machine may have slept, or the page was hidden: looks whether the socket is still alive. */
  check(): void;
}

/** `silenceMs`: after which a socket counts as dead. */
export function createConnection(ports: Ports, silenceMs: number, owner: ConnectionOwner): Connection {
  const { clock, hostClock } = ports;
  const nothing = () => undefined;
  let failures = 0;
  let life = new AbortController();

  const connection: Connection = {
    state: 'idle',
    move(state, reason, message = reason.replace('_', ' '), closeCode) {
      const previous = connection.state;
      if (!mayFollow(previous, state)) return;
      connection.state = state;
      if (state === 'ready' || previous === 'stopped') failures = 0;
      if (!isOpen(state)) {
        life.abort(state);
        life = new AbortController();
        connection.check = nothing;
      }
      const { signal } = life;
      let retryInMs: number | undefined;
      if (state === 'waiting') {
        retryInMs = backoffDelay(++failures, ports.random);
        const stop = after(clock, retryInMs, () => connection.move('connecting', 'retry'));
        signal.addEventListener('abort', stop);
      }
      if (state === 'connecting') void open(signal);
      owner.changed({ state, previous, reason, message, closeCode, retryInMs }, signal);
    },
    check: nothing,
  };

  async function open(over: AbortSignal): Promise<void> {
    const dead = () => connection.move('waiting', 'heartbeat_lost');
    const silence = watchSilence(clock.keepAlive ? hostClock : clock, silenceMs, dead);
    connection.check = silence.check;
    over.addEventListener('abort', silence.stop);
    try {
      const WebSocket = await ports.find('WebSocket');
      if (over.aborted) return;
      const release = openSocket(WebSocket, owner.socketUrl(), {
        opened() {
          silence.heard();
          connection.move('starting', 'socket_opened');
        },
        received(data) {
          silence.heard();
          owner.received(data, over);
        },
        closed: owner.lost,
      });
      // Of a socket that was lost nobody is there to say goodbye to.
      over.addEventListener('abort', () => release(over.reason === 'waiting'));
    } catch (cause) {
      if (!over.aborted) owner.refused(asTaskbayError(cause, 'usage', 'The socket cannot be opened'));
    }
  }

  return connection;
}

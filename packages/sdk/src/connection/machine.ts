/**
 * idle: not begun. connecting: socket requested. starting: socket open, first reads under way. ready: in step with the
 * server. waiting: lost, tries again by itself. stopped: tries nothing until asked.
 */
export type ConnectionState = 'idle' | 'connecting' | 'starting' | 'ready' | 'waiting' | 'stopped';

/** Why the state changed. */
export type StateReason =
  | 'started'
  | 'socket_opened'
  | 'synchronised'
  | 'retry'
  | 'token_updated'
  | 'offline'
  | 'online'
  | 'connect_failed'
  | 'socket_closed'
  | 'heartbeat_lost'
  | 'start_timeout'
  | 'disconnect_called'
  | 'token_expired'
  | 'session_replaced'
  | 'worker_deleted'
  | 'refused';

/** `start`: asked to connect. `renew`: another socket instead of the present one, without a pause. `lost`: ended, worth another attempt. `halt`: ended for good. */
export type InputKind = 'start' | 'renew' | 'opened' | 'synchronised' | 'lost' | 'retry' | 'halt';

export interface Input {
  readonly kind: InputKind;
  readonly reason: StateReason;
  /** In words, e.g. the reason the server closed with. */
  readonly message: string;
  readonly closeCode?: number;
}

/** `close` says goodbye to the server; `abandon` lets go of a socket that is, or may be, dead. */
export type Effect = 'open' | 'close' | 'abandon' | 'schedule-retry' | 'cancel-retry' | 'forget-failures';

export interface Transition {
  readonly to: ConnectionState;
  readonly effects: readonly Effect[];
}

const TABLE: Record<ConnectionState, Partial<Record<InputKind, Transition>>> = {
  idle: {
    start: { to: 'connecting', effects: ['open'] },
    halt: { to: 'stopped', effects: [] },
  },
  connecting: {
    opened: { to: 'starting', effects: [] },
    lost: { to: 'waiting', effects: ['abandon', 'schedule-retry'] },
    halt: { to: 'stopped', effects: ['close'] },
  },
  starting: {
    synchronised: { to: 'ready', effects: ['forget-failures'] },
    lost: { to: 'waiting', effects: ['abandon', 'schedule-retry'] },
    halt: { to: 'stopped', effects: ['close'] },
  },
  ready: {
    renew: { to: 'connecting', effects: ['close', 'open'] },
    lost: { to: 'waiting', effects: ['abandon', 'schedule-retry'] },
    halt: { to: 'stopped', effects: ['close'] },
  },
  waiting: {
    start: { to: 'connecting', effects: ['cancel-retry', 'open'] },
    retry: { to: 'connecting', effects: ['open'] },
    halt: { to: 'stopped', effects: ['cancel-retry'] },
  },
  stopped: {
    start: { to: 'connecting', effects: ['forget-failures', 'open'] },
  },
};

/** What an input does in a state; undefined when it means nothing there, e.g. a late retry. */
export function transition(state: ConnectionState, input: InputKind): Transition | undefined {
  return TABLE[state][input];
}

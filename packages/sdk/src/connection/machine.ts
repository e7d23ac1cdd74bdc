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

const TABLE: Record<ConnectionState, Partial<Record<InputKind, ConnectionState>>> = {
  idle: { start: 'connecting', halt: 'stopped' },
  connecting: { opened: 'starting', lost: 'waiting', halt: 'stopped' },
  starting: { synchronised: 'ready', lost: 'waiting', halt: 'stopped' },
  ready: { renew: 'connecting', lost: 'waiting', halt: 'stopped' },
  waiting: { start: 'connecting', retry: 'connecting', halt: 'stopped' },
  stopped: { start: 'connecting' },
};

/** Where an input leads from a state; undefined when it means nothing there, e.g. a late retry. */
export function transition(state: ConnectionState, input: InputKind): ConnectionState | undefined {
  return TABLE[state][input];
}

/** Whether there is a socket in this state. */
export function isOpen(state: ConnectionState): boolean {
  return state === 'starting' || state === 'ready';
}

import { CLOSE } from '@taskbay/protocol';

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

/** Where each state may lead. From `ready` to `connecting`: another socket instead of the present one, without a pause. */
const NEXT: Record<ConnectionState, string> = {
  idle: 'connecting stopped',
  connecting: 'starting waiting stopped',
  starting: 'ready waiting stopped',
  ready: 'connecting waiting stopped',
  waiting: 'connecting stopped',
  stopped: 'connecting',
};

/** Whether one state may follow another; what comes late may not. */
export function mayFollow(state: ConnectionState, next: ConnectionState): boolean {
  return NEXT[state].includes(next);
}

/** Whether there is a socket in this state. */
export function isOpen(state: ConnectionState): boolean {
  return state === 'starting' || state === 'ready';
}

/** Close codes after which another attempt would end alike. */
export const FINAL_CLOSES: Readonly<Record<number, StateReason>> = {
  [CLOSE.workerDeleted.code]: 'worker_deleted',
  [CLOSE.replaced.code]: 'session_replaced',
};

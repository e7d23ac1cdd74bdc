/**
 * Close codes and reasons of the server. Vendor clients treat every code alike and show the reason;
 * our SDK reads the code to decide whether a new attempt makes sense.
 */
export const CLOSE = {
  goingAway: { code: 1001, reason: 'Server is shutting down' },
  reset: { code: 1012, reason: 'Server state was reset' },
  replaced: { code: 4000, reason: 'Closed by a newer session of the same worker' },
  tokenExpired: { code: 4001, reason: 'Token expired' },
  workerDeleted: { code: 4004, reason: 'Worker was deleted' },
  slowConsumer: { code: 4008, reason: 'Client reads too slowly' },
  control: { code: 4009, reason: 'Closed by a control call' },
} as const satisfies Record<string, { code: number; reason: string }>;

export type CloseAction = 'reconnect' | 'refresh-token' | 'stop';

/** What a client should do about a close code. */
export function closeAction(code: number): CloseAction {
  if (code === CLOSE.tokenExpired.code) return 'refresh-token';
  if (code === CLOSE.replaced.code || code === CLOSE.workerDeleted.code) return 'stop';
  return 'reconnect';
}

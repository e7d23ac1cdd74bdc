/** Two-letter prefixes of the service's identifiers and what they name. */
export const SID_PREFIXES = {
  AC: 'Account',
  SK: 'Key',
  WS: 'Workspace',
  WA: 'Activity',
  TC: 'TaskChannel',
  WQ: 'TaskQueue',
  WK: 'Worker',
  WC: 'WorkerChannel',
  WW: 'Workflow',
  WT: 'Task',
  WR: 'Reservation',
  TT: 'Transfer',
  EV: 'Event',
  CA: 'Call',
  CF: 'Conference',
} as const;

export type SidPrefix = keyof typeof SID_PREFIXES;

const SID = /^[A-Z]{2}[0-9a-f]{32}$/;

/** True for a prefix followed by 32 lower-case hex digits; with `prefix`, only for that kind. */
export function isSid(text: string, prefix?: SidPrefix): boolean {
  return SID.test(text) && (prefix === undefined || text.startsWith(prefix));
}

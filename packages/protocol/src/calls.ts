/** Where a call is, in the words of the vendor's voice API. */
export const CALL_STATUSES = [
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const;

export type CallStatus = (typeof CALL_STATUSES)[number];

/** How a supervisor takes part: unheard, heard by the worker, heard by everybody. */
export const SUPERVISOR_MODES = ['monitor', 'whisper', 'barge'] as const;

export type SupervisorMode = (typeof SUPERVISOR_MODES)[number];

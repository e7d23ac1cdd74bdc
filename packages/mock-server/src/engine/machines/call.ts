import type { CallStatus } from '@taskbay/protocol';
import { Machine } from './machine.ts';

export type CallInput = 'answer' | 'hangUp' | 'giveUp' | 'refuse' | 'fail';

/** Rules CALL-1 and CALL-2 of BEHAVIOUR. */
export const CALL_MACHINE = new Machine<CallStatus, CallInput>({
  ringing: { answer: 'in-progress', hangUp: 'canceled', giveUp: 'no-answer', refuse: 'busy', fail: 'failed' },
  'in-progress': { hangUp: 'completed' },
  completed: {},
  busy: {},
  'no-answer': {},
  failed: {},
  canceled: {},
});

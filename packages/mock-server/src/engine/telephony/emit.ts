import type { OwnEventType } from '../events.ts';
import type { Transaction } from '../transaction.ts';
import type { Call, Conference } from './records.ts';

type CallEvent = Extract<OwnEventType, `taskbay.call.${string}`>;
type ConferenceEvent = Extract<OwnEventType, `taskbay.conference.${string}`>;

/** The journal alone tells of calls: the service announces nothing about them. */
export function emitCall(tx: Transaction, type: CallEvent, call: Call): void {
  tx.emit(type, 'CA', call.sid, { workspace: tx.workspace, call });
}

export function emitConference(tx: Transaction, type: ConferenceEvent, conference: Conference): void {
  tx.emit(type, 'CF', conference.sid, { workspace: tx.workspace, conference });
}

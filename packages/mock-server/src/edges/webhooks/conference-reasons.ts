import type { Batch } from '../../runtime/journal.ts';
import type { Participant } from './participant.ts';

type Input = Batch['input'];

/** What brought a departure or an end about. */
export interface Cause {
  readonly input: Input;
  /** Calls end with the offer or the worker they were for; the conference goes on if anybody is left. */
  readonly dropped?: boolean;
}

/** The call that was hung up, if that is what happened. */
export function hungUpCall(input: Input): string | undefined {
  return input.type === 'call.update' ? input.sid : undefined;
}

/** Why a participant left (`ReasonParticipantLeft`); `leaver` is who hung up. */
export function leaveReason(cause: Cause, callSid: string, leaver: Participant | undefined): string {
  if (isRemoval(cause)) return 'participant_updated_via_api';
  if (leaver === undefined) return 'conference_ended_via_api';
  return leaver.callSid === callSid ? 'participant_hung_up' : 'moderator_ended_conference';
}

/** Why a conference ended (`ReasonConferenceEnded`). */
export function endReason(cause: Cause, leaver: Participant | undefined): string {
  if (isRemoval(cause)) return 'last-participant-kicked';
  if (leaver === undefined) return 'conference-ended-via-api';
  return leaver.endsConference ? 'participant-with-end-conference-on-exit-left' : 'last-participant-left';
}

/** A call is dropped, a worker removes another, or a COLD transfer removes its initiator: nobody hangs up. */
function isRemoval({ input: { type }, dropped }: Cause): boolean {
  return dropped === true || type === 'participant.update' || type === 'transfer.create';
}

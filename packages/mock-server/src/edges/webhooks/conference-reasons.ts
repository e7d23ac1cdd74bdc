import type { Batch } from '../../runtime/journal.ts';
import type { Participant } from './participant.ts';

type Input = Batch['input'];

/** The call that was hung up, if that is what happened. */
export function hungUpCall(input: Input): string | undefined {
  return input.type === 'call.update' ? input.sid : undefined;
}

/** Why a participant left (`ReasonParticipantLeft`); `leaver` is who hung up. */
export function leaveReason(input: Input, callSid: string, leaver: Participant | undefined): string {
  if (leaver !== undefined) return leaver.callSid === callSid ? 'participant_hung_up' : 'moderator_ended_conference';
  return isRemoval(input) ? 'participant_updated_via_api' : 'conference_ended_via_api';
}

/** Why a conference ended (`ReasonConferenceEnded`). */
export function endReason(input: Input, leaver: Participant | undefined): string {
  if (leaver !== undefined)
    return leaver.endsConference ? 'participant-with-end-conference-on-exit-left' : 'last-participant-left';
  return isRemoval(input) ? 'last-participant-kicked' : 'conference-ended-via-api';
}

/** A worker removes another, or a COLD transfer removes its initiator. */
function isRemoval({ type }: Input): boolean {
  return type === 'participant.update' || type === 'transfer.create';
}

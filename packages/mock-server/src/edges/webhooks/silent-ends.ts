import type { EngineEvent } from '../../engine/events.ts';
import { endsWithOffer } from '../../engine/telephony/drop.ts';
import type { Call } from '../../engine/telephony/records.ts';

/** Calls that end with what the event tells, of which the journal says nothing (CALL-9); undefined when there can be none. */
export function silentlyEnded({ type, resourceSid }: EngineEvent): ((call: Call) => boolean) | undefined {
  switch (type) {
    case 'reservation.rejected':
    case 'reservation.timeout':
    case 'reservation.canceled':
    case 'reservation.rescinded':
      return (call) => call.reservationSid === resourceSid && endsWithOffer(call);
    case 'worker.deleted':
      return (call) => call.workerSid === resourceSid && endsWithOffer(call);
    case 'task.deleted':
    case 'task.system-deleted':
    case 'taskbay.task.removed':
      return (call) => call.taskSid === resourceSid;
    default:
      return undefined;
  }
}

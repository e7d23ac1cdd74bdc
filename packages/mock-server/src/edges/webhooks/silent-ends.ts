import type { EngineEvent } from '../../engine/events.ts';
import { endsWithOffer } from '../../engine/telephony/drop.ts';
import type { Call } from '../../engine/telephony/records.ts';

/** `workerSid`: who has the call's reservation. Of a supervisor's call that is not the supervisor. */
type Ends = (call: Call, workerSid: string | null) => boolean;

/** Calls that end with what the event tells, of which the journal says nothing (CALL-9); undefined when there can be none. */
export function silentlyEnded({ type, resourceSid }: EngineEvent): Ends | undefined {
  switch (type) {
    case 'reservation.rejected':
    case 'reservation.timeout':
    case 'reservation.canceled':
    case 'reservation.rescinded':
      return (call) => call.reservationSid === resourceSid && endsWithOffer(call);
    case 'worker.deleted':
      return (call, workerSid) => (workerSid === resourceSid || call.workerSid === resourceSid) && endsWithOffer(call);
    case 'task.deleted':
    case 'task.system-deleted':
    case 'taskbay.task.removed':
      return (call) => call.taskSid === resourceSid;
    default:
      return undefined;
  }
}

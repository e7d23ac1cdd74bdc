import type { Json } from '@taskbay/protocol';
import type { Subject } from '../events.ts';

/** What the journal says of a number that does not simply answer. */
export function phoneData(data: Record<string, Json>, { phone }: Subject): void {
  if (phone === undefined) return;
  data.phone_to = phone.sid;
  data.phone_behaviour = phone.behaviour;
}

/** What the journal says of a call. */
export function callData(data: Record<string, Json>, { call }: Subject): void {
  if (call === undefined) return;
  data.call_sid = call.sid;
  data.call_status = call.status;
  data.call_purpose = call.purpose;
  data.call_to = call.to;
  data.call_from = call.from;
  data.call_hold = call.hold;
  data.call_muted = call.muted;
  data.task_sid = call.taskSid;
  data.reservation_sid = call.reservationSid;
  if (call.workerSid !== null) data.worker_sid = call.workerSid;
  if (call.conferenceSid !== null) data.conference_sid = call.conferenceSid;
  if (call.supervisorMode !== null) data.supervisor_mode = call.supervisorMode;
}

/** What the journal says of a conference. */
export function conferenceData(data: Record<string, Json>, { conference }: Subject): void {
  if (conference === undefined) return;
  data.conference_sid = conference.sid;
  data.task_sid = conference.taskSid;
  data.customer_call_sid = conference.customer?.callSid ?? null;
  data.customer_hold = conference.customer?.hold ?? false;
}

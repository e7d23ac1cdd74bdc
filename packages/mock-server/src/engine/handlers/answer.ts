import type { JsonObject } from '@taskbay/protocol';
import { reservationDraft, taskDraft } from '../drafts.ts';
import { emitTask } from '../lifecycle/emit.ts';
import { cancelTask, currentTask, withAttributes } from '../lifecycle/task.ts';
import { openTransfer } from '../lifecycle/transfer.ts';
import type { Reservation } from '../records.ts';
import { REASONS } from '../rules.ts';
import { placeCall } from '../telephony/call.ts';
import { conferenceAttributes, joinConference, joinCustomer } from '../telephony/conference.ts';
import { emitCall, emitConference } from '../telephony/emit.ts';
import { leave } from '../telephony/leave.ts';
import { customerCallOf, customerNumberOf } from '../telephony/numbers.ts';
import type { Call } from '../telephony/records.ts';
import type { Transaction } from '../transaction.ts';
import { conferenceOf, legsOf } from '../views/calls.ts';
import { must } from '../views/subjects.ts';
import { endWork } from './hang-up.ts';
import { accept, cancelOffer, expireReservation } from './reservation.ts';
import { endTransfer } from './transfer.ts';

/** Error dictionary: the number cannot be called. */
const NOT_CALLABLE = 13_223;

/** What a call that was placed, or rang, has come to: tells it and carries on with the reservation. */
export function carryOn(tx: Transaction, call: Call): void {
  if (call.status === 'ringing') emitCall(tx, 'taskbay.call.ringing', call);
  else if (call.status === 'in-progress') answered(tx, call);
  else unanswered(tx, call);
}

function answered(tx: Transaction, call: Call): void {
  switch (call.purpose) {
    case 'conference':
      workerJoins(tx, call);
      break;
    case 'customer':
      customerAnswers(tx, call);
      break;
    case 'dequeue':
      emitCall(tx, 'taskbay.call.answered', call);
      acceptBy(tx, call, { worker_call_sid: call.sid });
      break;
    case 'call':
      emitCall(tx, 'taskbay.call.answered', call);
      if (call.accepts) acceptBy(tx, call);
      break;
    case 'supervise':
      emitCall(tx, 'taskbay.call.answered', call);
      break;
  }
}

/** The first worker finds the customer there; in an outbound task the customer is called then, and all wait (CALL-5). */
function workerJoins(tx: Transaction, call: Call): void {
  const { leg, conference, started } = joinConference(tx, call);
  const task = currentTask(tx, call.taskSid);
  const waiting = started ? customerCallOf(task) : undefined;
  const joined = waiting === undefined ? conference : joinCustomer(tx, conference, waiting);
  const number = started && waiting === undefined ? customerNumberOf(task) : undefined;
  emitCall(tx, 'taskbay.call.answered', leg);
  if (started) emitConference(tx, 'taskbay.conference.started', joined);
  if (number !== undefined) callCustomer(tx, leg, number);
  else if (!legsOf(tx.state, joined).some(isToCustomer)) acceptBy(tx, leg, conferenceAttributes(joined, leg));
}

function callCustomer(tx: Transaction, { taskSid, reservationSid, conferenceSid, from }: Call, to: string): void {
  const parties = { taskSid, reservationSid, conferenceSid, purpose: 'customer', workerSid: null, to, from } as const;
  carryOn(tx, placeCall(tx, parties));
}

/** From now on the customer is in the conference and no call of ours. Of several offers the first to wait has them. */
function customerAnswers(tx: Transaction, call: Call): void {
  const running = must(conferenceOf(tx.state, call.taskSid), call.taskSid);
  const legs = legsOf(tx.state, running).filter(({ purpose }) => purpose === 'conference');
  const offered = legs.find(({ reservationSid }) => tx.tables.reservation.get(reservationSid)?.status === 'pending');
  const leg = must(offered ?? legs.at(-1), running.sid);
  tx.remove('call', call.sid);
  const conference = joinCustomer(tx, running, call.sid);
  emitCall(tx, 'taskbay.call.answered', call);
  emitConference(tx, 'taskbay.conference.updated', conference);
  acceptBy(tx, leg, conferenceAttributes(conference, leg));
}

/** A reservation that was accepted by other means while the phone rang only has its task's attributes completed. */
function acceptBy(tx: Transaction, { reservationSid, taskSid }: Call, added?: JsonObject): void {
  const reservation = tx.tables.reservation.get(reservationSid);
  if (reservation?.status === 'pending') {
    accept(tx, reservation, added);
    return;
  }
  const task = currentTask(tx, taskSid);
  if (added === undefined || task.status === 'completed' || task.status === 'canceled') return;
  const draft = taskDraft(task);
  draft.attributes = withAttributes(task, added);
  draft.version += 1;
  draft.dateUpdated = tx.now;
  emitTask(tx, 'task.updated', tx.putTask(draft));
}

/** Nobody answered: the offer times out. Busy, unreachable or hung up before the answer: it is canceled (CALL-6). */
function unanswered(tx: Transaction, call: Call): void {
  emitCall(tx, 'taskbay.call.ended', call);
  if (call.purpose === 'customer') {
    customerNotReached(tx, call);
    return;
  }
  const counts = call.purpose === 'call' ? call.accepts : call.purpose !== 'supervise';
  const reservation = tx.tables.reservation.get(call.reservationSid);
  if (!counts || reservation?.status !== 'pending') return;
  if (call.status === 'no-answer') expireReservation(tx, reservation.sid);
  else cancelOffer(tx, reservation, reasonCode(call));
}

/** Who waited for them in the conference is let go; the task is canceled, or the transfer it is in has failed. */
function customerNotReached(tx: Transaction, call: Call): void {
  const { taskSid } = call;
  const conference = must(conferenceOf(tx.state, taskSid), taskSid);
  const left = leave(tx, { taskSid, calls: legsOf(tx.state, conference), customer: true, mayEnd: true });
  const offers = left.reservations.filter(({ status }) => status === 'pending');
  for (const offer of offers) explain(tx, offer, reasonCode(call));
  left.tell();
  endWork(tx, left.reservations);
  const transfer = openTransfer(tx.state, currentTask(tx, taskSid));
  if (transfer !== undefined) endTransfer(tx, transfer, 'fail', REASONS.customerNotReached);
  else if (offers.length > 0) cancelTask(tx, taskSid, REASONS.customerNotReached);
  left.tellWorkers();
}

function explain(tx: Transaction, offer: Reservation, reason: number | null): void {
  const draft = reservationDraft(offer);
  draft.canceledReasonCode = reason;
  tx.putReservation(draft);
}

function isToCustomer({ purpose }: Call): boolean {
  return purpose === 'customer';
}

function reasonCode({ status }: Call): number | null {
  return status === 'failed' ? NOT_CALLABLE : null;
}

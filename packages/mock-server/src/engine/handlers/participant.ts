import type { CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import { invalid } from '../rejections.ts';
import type { ParticipantChange } from '../telephony/commands.ts';
import { holdCustomer } from '../telephony/conference.ts';
import { emitCall, emitConference } from '../telephony/emit.ts';
import type { Call, Conference } from '../telephony/records.ts';
import type { Transaction } from '../transaction.ts';
import { conferenceOf, legsOf } from '../views/calls.ts';

import { changes, find, given } from './context.ts';
import { hangUp } from './hang-up.ts';

type Kind<K extends ParticipantChange['kind']> = Extract<ParticipantChange, { readonly kind: K }>;

/** Hold, mute and removal in a conference, by a worker who is in it (CALL-10). */
export function updateParticipant(tx: Transaction, { workerSid, change }: CommandOf<'participant.update'>): Subject {
  if (change.kind === 'self') return updateSelf(tx, workerSid, change);
  const task = find(tx, 'WT', change.taskSid);
  const conference = conferenceOf(tx.state, task.sid);
  const own = legOf(tx, conference, workerSid);
  if (conference === undefined || own === undefined) {
    return invalid('TaskSid', `worker ${workerSid} is not in a conference of task ${task.sid}`);
  }
  if (change.kind === 'customer') changeCustomer(tx, conference, change);
  else changeWorker(tx, conference, own, change);
  return tx.taskView(find(tx, 'WT', task.sid));
}

/** Null `conferenceSid` or a phone that still rings is no participant. */
function legOf(tx: Transaction, conference: Conference | undefined, workerSid: string): Call | undefined {
  if (conference === undefined) return undefined;
  return legsOf(tx.state, conference)
    .filter(({ purpose, status }) => purpose === 'conference' && status === 'in-progress')
    .findLast((leg) => leg.workerSid === workerSid);
}

function changeCustomer(tx: Transaction, conference: Conference, { hold }: Kind<'customer'>): void {
  if (conference.customer === null) invalid('TaskSid', `the customer is not in conference ${conference.sid}`);
  const held = hold === undefined ? undefined : holdCustomer(tx, conference, hold);
  if (held !== undefined) emitConference(tx, 'taskbay.conference.updated', held);
}

function changeWorker(tx: Transaction, conference: Conference, own: Call, change: Kind<'worker' | 'kick'>): void {
  const { targetWorkerSid } = change;
  const target = legOf(tx, conference, targetWorkerSid);
  if (target === undefined)
    invalid('TargetWorkerSid', `worker ${targetWorkerSid} is not in conference ${conference.sid}`);
  if (change.kind === 'worker') {
    update(tx, target, { hold: change.hold });
    return;
  }
  if (target.sid === own.sid) invalid('TargetWorkerSid', 'must be another worker; to leave, hang up');
  hangUp(tx, { taskSid: conference.taskSid, calls: [target], customer: false, mayEnd: false });
}

function updateSelf(tx: Transaction, workerSid: string, change: Kind<'self'>): Subject {
  const { reservationSid, muted, endConferenceOnExit } = change;
  const reservation = find(tx, 'WR', reservationSid);
  const own = legOf(tx, conferenceOf(tx.state, reservation.taskSid), workerSid);
  if (own === undefined || own.reservationSid !== reservationSid) {
    return invalid('ReservationSid', `worker ${workerSid} is in no conference by reservation ${reservationSid}`);
  }
  update(tx, own, given({ muted, endConferenceOnExit }));
  return tx.reservationView(reservation);
}

function update(tx: Transaction, leg: Call, settings: Partial<Call>): void {
  if (!changes<Call>(leg, settings)) return;
  emitCall(tx, 'taskbay.call.updated', tx.put('call', { ...leg, ...settings, dateUpdated: tx.now }));
}

import type { MovedWorker } from '../lifecycle/worker.ts';
import { emitMoved, moveWorker } from '../lifecycle/worker.ts';
import type { Reservation } from '../records.ts';
import type { Transaction } from '../transaction.ts';
import { conferenceOf, legsOf } from '../views/calls.ts';
import { moveCall } from './call.ts';
import { emitCall, emitConference } from './emit.ts';
import type { Call, Conference } from './records.ts';

/** Who leaves a task's calls, and whether that may end the conference (CALL-8). */
export interface Leaving {
  readonly taskSid: string;
  readonly calls: readonly Call[];
  readonly customer: boolean;
  readonly mayEnd: boolean;
}

/** What a departure comes to. All records have changed; `tell` and then `tellWorkers` emit. */
export interface Left {
  /** Reservations whose worker is off the phone now. */
  readonly reservations: readonly Reservation[];
  /** The conference is over. */
  readonly over: boolean;
  readonly tell: () => void;
  readonly tellWorkers: () => void;
}

/** Ends calls and what they were the last part of, and moves their workers to the activity after the call. */
export function leave(tx: Transaction, leaving: Leaving): Left {
  const conference = conferenceOf(tx.state, leaving.taskSid);
  const { calls, customer, over } =
    conference === undefined ? { ...leaving, over: false } : all(tx, conference, leaving);
  const ended = calls.map((call) => moveCall(tx, call, 'hangUp'));
  const after = conference === undefined ? undefined : without(tx, conference, customer, over);
  const workers = ended.map((call) => afterWork(tx, call));
  return {
    reservations: ended.flatMap((call) => boundTo(tx, call)),
    over,
    tell: () => {
      for (const call of ended) emitCall(tx, 'taskbay.call.ended', call);
      if (after === undefined || after === conference) return;
      emitConference(tx, over ? 'taskbay.conference.ended' : 'taskbay.conference.updated', after);
    },
    tellWorkers: () => {
      for (const worker of workers) emitMoved(tx, worker);
    },
  };
}

/** Everybody who leaves: a participant whose exit ends the conference takes all along, as does the last worker or customer. */
function all(tx: Transaction, conference: Conference, { calls, customer, mayEnd }: Leaving) {
  const legs = legsOf(tx.state, conference);
  const stay = legs.filter(({ sid }) => calls.every((call) => call.sid !== sid));
  const exit = calls.some((call) => call.conferenceSid !== null && call.endConferenceOnExit);
  const ends = (mayEnd && exit) || (customer && conference.endConferenceOnCustomerExit);
  const customerStays = conference.customer !== null && !customer;
  const over = ends || !(customerStays || stay.some(({ purpose }) => purpose === 'conference'));
  return over ? { calls: [...calls, ...stay], customer: true, over } : { calls, customer, over };
}

function without(tx: Transaction, conference: Conference, customer: boolean, over: boolean): Conference {
  if (!over && !(customer && conference.customer !== null)) return conference;
  const after: Conference = { ...conference, customer: null, dateUpdated: tx.now };
  if (over) tx.remove('conference', conference.sid);
  else tx.put('conference', after);
  return after;
}

/** Calls by `dequeue` and `conference` are the work itself: their end is its end. */
function boundTo(tx: Transaction, { reservationSid, purpose }: Call): Reservation[] {
  const reservation = tx.tables.reservation.get(reservationSid);
  const bound = purpose === 'dequeue' || purpose === 'conference';
  return bound && reservation !== undefined ? [reservation] : [];
}

function afterWork(tx: Transaction, { workerSid, postWorkActivitySid }: Call): MovedWorker | undefined {
  if (workerSid === null || postWorkActivitySid === null) return undefined;
  if (!tx.tables.worker.has(workerSid) || !tx.tables.activity.has(postWorkActivitySid)) return undefined;
  return moveWorker(tx, workerSid, postWorkActivitySid);
}

import type { SupervisorMode } from '@taskbay/protocol';
import type { Reservation } from '../records.ts';
import { reject } from '../rejections.ts';
import { placeCall } from '../telephony/call.ts';
import type { Instruction } from '../telephony/commands.ts';
import { emitCall } from '../telephony/emit.ts';
import { contactOf } from '../telephony/numbers.ts';
import type { Call } from '../telephony/records.ts';
import type { Transaction } from '../transaction.ts';
import { conferenceOf, legsOf } from '../views/calls.ts';
import { carryOn } from './answer.ts';
import { refuse, ringTime } from './refused-instruction.ts';

type Supervise = Extract<Instruction, { readonly kind: 'supervise' }>;

/**
 * Calls a supervisor into the conference of an accepted reservation, whatever their activity. Who is in it already by
 * the same reservation changes the mode (CALL-7).
 */
export function supervise(tx: Transaction, reservation: Reservation, instruction: Supervise): void {
  const { mode = 'monitor' } = instruction;
  const conference = conferenceOf(tx.state, reservation.taskSid);
  const legs = conference === undefined ? [] : legsOf(tx.state, conference);
  const supervised = legs.find(
    ({ purpose, reservationSid }) => purpose === 'conference' && reservationSid === reservation.sid,
  );
  if (reservation.status !== 'accepted' || supervised === undefined) {
    reject({ code: 'instruction_state', sid: reservation.sid, instruction: 'supervise' });
  }
  const { workerSid, to } = supervisorOf(tx, reservation, instruction);
  const known = legs.find(
    (leg) => leg.purpose === 'supervise' && leg.reservationSid === reservation.sid && leg.to === to,
  );
  if (known !== undefined) {
    changeMode(tx, known, mode);
    return;
  }
  const { taskSid, sid: reservationSid } = reservation;
  const { conferenceSid } = supervised;
  const parties = { taskSid, reservationSid, purpose: 'supervise', workerSid, to } as const;
  const from = instruction.from ?? supervised.from;
  const muted = isUnheard(mode);
  const timeout = ringTime(reservation, instruction);
  carryOn(tx, placeCall(tx, { ...parties, from, conferenceSid, muted, supervisorMode: mode }, timeout));
}

function supervisorOf(tx: Transaction, reservation: Reservation, instruction: Supervise) {
  const { supervisor = '', to: given } = instruction;
  if (supervisor === '') refuse(reservation, instruction, 'supervisor', 'The supervisor is missing');
  if (!supervisor.startsWith('WK')) return { workerSid: null, to: given ?? supervisor };
  const worker = tx.tables.worker.get(supervisor);
  if (worker === undefined)
    return refuse(reservation, instruction, 'supervisor', `Worker ${supervisor} does not exist`);
  const to = contactOf(given, worker.attributes.value);
  if (to !== undefined) return { workerSid: worker.sid, to };
  return refuse(
    reservation,
    instruction,
    'to',
    `Supervisor ${supervisor} has no attribute contact_uri, and nothing says whom to call`,
  );
}

function changeMode(tx: Transaction, leg: Call, mode: SupervisorMode): void {
  if (leg.supervisorMode === mode) return;
  const changed = tx.put('call', { ...leg, supervisorMode: mode, muted: isUnheard(mode), dateUpdated: tx.now });
  emitCall(tx, 'taskbay.call.updated', changed);
}

function isUnheard(mode: SupervisorMode): boolean {
  return mode === 'monitor';
}

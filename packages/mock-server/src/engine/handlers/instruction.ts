import type { Subject } from '../events.ts';
import type { Reservation, Task } from '../records.ts';
import { reject } from '../rejections.ts';
import { type NewCall, placeCall } from '../telephony/call.ts';
import type { Instruction, InstructReservation } from '../telephony/commands.ts';
import { callerIdOf, contactOf, customerCallOf, customerNumberOf } from '../telephony/numbers.ts';
import type { CallPurpose } from '../telephony/records.ts';
import type { Transaction } from '../transaction.ts';
import { callsOf } from '../views/calls.ts';
import { carryOn } from './answer.ts';
import { checkVersion, find } from './context.ts';
import { refuse, ringTime } from './refused-instruction.ts';
import { accept, findReservation } from './reservation.ts';
import { supervise } from './supervise.ts';

type Of<K extends Instruction['kind']> = Extract<Instruction, { readonly kind: K }>;

/** Carries out a telephony instruction. The answer shows the reservation as it was: what comes of it is told by events. */
export function instructReservation(tx: Transaction, command: InstructReservation): Subject {
  const reservation = findReservation(tx, command);
  checkVersion(reservation, command.version);
  const subject = tx.reservationView(reservation);
  const { instruction } = command;
  if (instruction.kind === 'supervise') {
    supervise(tx, reservation, instruction);
    return subject;
  }
  if (reservation.status !== 'pending') {
    reject({ code: 'instruction_state', sid: reservation.sid, instruction: instruction.kind });
  }
  if (reservation.transferSid !== null && instruction.kind !== 'conference') {
    refuse(
      reservation,
      instruction,
      'transferred',
      'A transferred task takes accept, reject, conference and supervise only',
    );
  }
  const task = find(tx, 'WT', reservation.taskSid);
  switch (instruction.kind) {
    case 'dequeue':
      dequeue(tx, reservation, task, instruction);
      break;
    case 'call':
      call(tx, reservation, task, instruction);
      break;
    case 'redirect':
      redirect(tx, reservation, instruction);
      break;
    case 'conference':
      conference(tx, reservation, task, instruction);
      break;
  }
  return subject;
}

function dequeue(tx: Transaction, reservation: Reservation, task: Task, instruction: Of<'dequeue'>): void {
  if (customerCallOf(task) === undefined) {
    refuse(reservation, instruction, 'call_sid', `Task ${task.sid} has no attribute call_sid`);
  }
  callWorker(tx, reservation, task, instruction, { accepts: true });
}

function call(tx: Transaction, reservation: Reservation, task: Task, instruction: Of<'call'>): void {
  if (!isText(instruction.from)) refuse(reservation, instruction, 'from', 'The caller id is missing');
  if (!isText(instruction.url)) refuse(reservation, instruction, 'url', 'The URL of the TwiML is missing');
  callWorker(tx, reservation, task, instruction, { accepts: instruction.accept === true });
}

/** Sends the customer's call elsewhere; nothing rings (CALL-4). */
function redirect(tx: Transaction, reservation: Reservation, instruction: Of<'redirect'>): void {
  if (!isText(instruction.callSid)) refuse(reservation, instruction, 'call_sid', 'The SID of the call is missing');
  if (!isText(instruction.url)) refuse(reservation, instruction, 'url', 'The URL of the TwiML is missing');
  if (instruction.accept === true) accept(tx, reservation);
}

function conference(tx: Transaction, reservation: Reservation, task: Task, instruction: Of<'conference'>): void {
  if (customerCallOf(task) === undefined && customerNumberOf(task) === undefined) {
    refuse(reservation, instruction, 'call_sid', `Task ${task.sid} has neither attribute call_sid nor outbound_to`);
  }
  callWorker(tx, reservation, task, instruction, {
    accepts: true,
    muted: instruction.muted ?? false,
    startConferenceOnEnter: instruction.startConferenceOnEnter ?? true,
    endConferenceOnExit: instruction.endConferenceOnExit ?? false,
    endConferenceOnCustomerExit: instruction.endConferenceOnCustomerExit ?? false,
    conferenceStatusCallback: instruction.conferenceStatusCallback ?? null,
  });
}

type Settings = Omit<NewCall, 'taskSid' | 'reservationSid' | 'purpose' | 'workerSid' | 'to' | 'from'>;

/** Calls the worker and carries on with what comes of it. */
function callWorker(
  tx: Transaction,
  reservation: Reservation,
  task: Task,
  instruction: Of<'dequeue' | 'call' | 'conference'>,
  settings: Settings,
): void {
  const { sid: reservationSid, taskSid, workerSid } = reservation;
  const purpose: CallPurpose = instruction.kind;
  const worker = find(tx, 'WK', workerSid);
  if (callsOf(tx.state, taskSid).some((known) => known.reservationSid === reservationSid && known.purpose !== 'call')) {
    refuse(reservation, instruction, 'ringing', 'A call of this reservation is under way already');
  }
  const to =
    contactOf(instruction.to, worker.attributes.value) ??
    refuse(
      reservation,
      instruction,
      'to',
      `Worker ${workerSid} has no attribute contact_uri, and nothing says whom to call`,
    );
  const from =
    callerIdOf(instruction.from, task) ??
    refuse(reservation, instruction, 'from', 'The caller id is missing, and the task does not name the called number');
  const postWorkActivitySid = activityAfter(tx, reservation, instruction);
  const parties = { taskSid, reservationSid, purpose, workerSid, to, from };
  const told = { statusCallback: instruction.statusCallback ?? null, taskCallSid: customerCallOf(task) ?? null };
  const placed = { ...parties, ...settings, ...told, postWorkActivitySid };
  carryOn(tx, placeCall(tx, placed, ringTime(reservation, instruction)));
}

/** In a multitasking workspace the parameter of `conference` means nothing (documented). */
function activityAfter(tx: Transaction, reservation: Reservation, instruction: Of<'dequeue' | 'call' | 'conference'>) {
  const { postWorkActivitySid: sid } = instruction;
  if (sid === undefined) return null;
  if (!tx.tables.activity.has(sid)) {
    refuse(reservation, instruction, 'activity', `Activity ${sid} does not exist in workspace ${tx.workspace.sid}`);
  }
  return instruction.kind === 'conference' && tx.workspace.multiTaskEnabled ? null : sid;
}

function isText(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

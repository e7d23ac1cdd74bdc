import type { CommandOf } from '../commands.ts';
import { byCreation } from '../creation-order.ts';
import type { Subject } from '../events.ts';
import { cancelTask } from '../lifecycle/task.ts';
import { openTransfer } from '../lifecycle/transfer.ts';
import type { CallInput } from '../machines/call.ts';
import type { Dated, Task } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { REASONS } from '../rules.ts';
import { callAllows, moveCall } from '../telephony/call.ts';
import type { CallOutcome } from '../telephony/commands.ts';
import type { Phone } from '../telephony/records.ts';
import type { Transaction } from '../transaction.ts';
import { callsOf, conferenceOf } from '../views/calls.ts';
import { must } from '../views/subjects.ts';
import { carryOn } from './answer.ts';
import { hangUp } from './hang-up.ts';
import { endTransfer } from './transfer.ts';

const INPUT = {
  'in-progress': 'answer',
  completed: 'hangUp',
  busy: 'refuse',
  'no-answer': 'giveUp',
  failed: 'fail',
} as const satisfies Record<CallOutcome, CallInput>;

/** What happens on the line, as a test says it: by a call that an instruction placed, or the customer's (CALL-8). */
export function updateCall(tx: Transaction, { sid, status }: CommandOf<'call.update'>): Subject {
  const call = tx.tables.call.get(sid);
  if (call === undefined) {
    customerHangsUp(tx, sid, status);
    return { workspace: tx.workspace };
  }
  const input = INPUT[status];
  if (!callAllows(call, input)) invalid('status', `call ${sid} is ${call.status} and cannot become ${status}`);
  if (call.status === 'ringing') carryOn(tx, moveCall(tx, call, input));
  else hangUp(tx, { taskSid: call.taskSid, calls: [call], customer: false, mayEnd: true });
  return { workspace: tx.workspace };
}

/** The phone rang as long as it may. */
export function ringsOut(tx: Transaction, sid: string): Subject {
  carryOn(tx, moveCall(tx, must(tx.tables.call.get(sid), sid), 'giveUp'));
  return { workspace: tx.workspace };
}

/** The call that a task's attribute `call_sid` names is nobody's record: several tasks may name it. */
function customerHangsUp(tx: Transaction, sid: string, status: CallOutcome): void {
  const { callerConferences, callerTasks } = tx.state.indexes;
  const conferences = inOrder(tx.tables.conference, callerConferences.members(sid));
  const tasks = inOrder(tx.tables.task, callerTasks.members(sid)).filter((task) => isOnTheLine(tx, task));
  if (conferences.length + tasks.length === 0) reject({ code: 'not_found', prefix: 'CA', sid });
  if (status !== 'completed') invalid('status', `${sid} is a customer's call, which can be completed only`);
  for (const { taskSid } of conferences) hangUp(tx, { taskSid, calls: [], customer: true, mayEnd: true });
  for (const task of tasks) customerLeaves(tx, task);
}

/** Records in order of creation. */
function inOrder<T extends Dated>(records: ReadonlyMap<string, T>, sids: Iterable<string>): T[] {
  const found: T[] = [];
  for (const sid of sids) found.push(must(records.get(sid), sid));
  return found.sort(byCreation);
}

/** Whether the customer of a task waits, or talks to a worker without a conference. */
function isOnTheLine(tx: Transaction, { sid, status }: Task): boolean {
  return status !== 'completed' && status !== 'canceled' && conferenceOf(tx.state, sid) === undefined;
}

/** A customer who waits takes the task along; one who talks over `dequeue` ends the worker's call. */
function customerLeaves(tx: Transaction, task: Task): void {
  const { sid } = task;
  const transfer = openTransfer(tx.state, task);
  const bridged = callsOf(tx.state, sid).filter(
    ({ purpose, status }) => purpose === 'dequeue' && status === 'in-progress',
  );
  if (bridged.length > 0) hangUp(tx, { taskSid: sid, calls: bridged, customer: true, mayEnd: true });
  if (transfer !== undefined) endTransfer(tx, transfer, 'fail', REASONS.hangup);
  else if (task.status === 'pending' || task.status === 'reserved') cancelTask(tx, sid, REASONS.hangup);
}

/** How a number behaves when it is called; answering at once is what all of them do otherwise (CALL-1). */
export function setPhone(tx: Transaction, { to, behaviour }: CommandOf<'phone.set'>): Subject {
  if (to === '') invalid('to', 'must be a number, client or SIP address');
  const before = tx.tables.phone.get(to);
  if ((before?.behaviour ?? 'answers') === behaviour) return { workspace: tx.workspace };
  const dates = { dateCreated: before?.dateCreated ?? tx.now, dateUpdated: tx.now };
  const phone: Phone = { sid: to, ordinal: before?.ordinal ?? tx.ordinal(), ...dates, behaviour };
  if (behaviour === 'answers') tx.remove('phone', to);
  else tx.put('phone', phone);
  const { workspace } = tx;
  tx.emit('taskbay.phone.updated', 'WS', workspace.sid, { workspace, phone });
  return { workspace, phone };
}

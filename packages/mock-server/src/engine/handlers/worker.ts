import type { CommandOf } from '../commands.ts';
import { byCreation } from '../creation-order.ts';
import { workerDraft } from '../drafts.ts';
import type { Subject } from '../events.ts';
import { emitReservation, emitWorker } from '../lifecycle/emit.ts';
import { moveReservation, RESERVATION_EVENT } from '../lifecycle/reservation.ts';
import { bumpWorker, changeActivity } from '../lifecycle/worker.ts';
import type { Reservation } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import { emitReleased, releaseTask, resumeTask } from '../routing/release.ts';
import { dropCalls, dropSupervisor } from '../telephony/drop.ts';
import type { Transaction } from '../transaction.ts';
import { workerView } from '../views/subjects.ts';
import { checkActivity, checkLimit, checkVersion, claimName, find } from './context.ts';
import { createWorkerChannel } from './task-channel.ts';
import { checkCapacity } from './worker-channel.ts';

const NO_ATTRIBUTES = { text: '{}', value: {} } as const;

export function createWorker(tx: Transaction, command: CommandOf<'worker.create'>): Subject {
  checkLimit(tx, 'worker', 'Workers');
  claimName(tx, 'Worker', command.friendlyName);
  checkActivity(tx, 'ActivitySid', command.activitySid);
  const activitySid = command.activitySid ?? tx.workspace.defaultActivitySid;
  for (const [name, { capacity }] of Object.entries(command.channels ?? {})) {
    checkCapacity(capacity);
    if (tx.state.indexes.names.find('TaskChannel', name) === undefined) {
      invalid('Channels', `there is no task channel named ${name}`);
    }
  }
  const worker = tx.putWorker(
    workerDraft({
      sid: command.sid ?? tx.sid('WK'),
      ordinal: tx.ordinal(),
      dateCreated: tx.now,
      dateUpdated: tx.now,
      friendlyName: command.friendlyName,
      attributes: command.attributes ?? NO_ATTRIBUTES,
      activitySid,
      dateStatusChanged: tx.now,
      version: 0,
      lastReserved: 0,
    }),
  );
  for (const channel of tx.tables.channel.values()) {
    createWorkerChannel(tx, worker, channel, command.channels?.[channel.uniqueName] ?? {});
  }
  emitWorker(tx, 'worker.created', worker);
  tx.freedWorkers.add(worker.sid);
  return workerView(tx.state, worker);
}

export function updateWorker(tx: Transaction, command: CommandOf<'worker.update'>): Subject {
  const before = find(tx, 'WK', command.sid);
  checkVersion(before, command.version);
  claimName(tx, 'Worker', command.friendlyName, before.sid);
  checkActivity(tx, 'ActivitySid', command.activitySid);
  const activitySid = command.activitySid ?? before.activitySid;
  const activity = find(tx, 'WA', activitySid);
  const pending = command.rejectPendingReservations === true ? pendingOf(tx, before.sid) : [];
  if (command.rejectPendingReservations === true && activity.available) {
    invalid(
      'RejectPendingReservations',
      'pending reservations cannot be rejected when moving to an Available activity',
    );
  }
  const rejected = pending.map((reservation) => moveReservation(tx, reservation, 'reject'));
  const released = rejected.map((reservation) => releaseTask(tx, reservation));
  for (const reservation of rejected) emitReservation(tx, RESERVATION_EVENT.reject, reservation);
  for (const one of released) emitReleased(tx, one);
  if (activitySid !== before.activitySid) changeActivity(tx, before.sid, activitySid);
  if (command.attributes !== undefined && command.attributes.text !== before.attributes.text) {
    const worker = bumpWorker(tx, before.sid, { attributes: command.attributes });
    emitWorker(tx, 'worker.attributes.update', worker);
    tx.freedWorkers.add(worker.sid);
  }
  if (command.friendlyName !== undefined && command.friendlyName !== before.friendlyName) {
    const worker = bumpWorker(tx, before.sid, { friendlyName: command.friendlyName });
    tx.emit('taskbay.worker.updated', 'WK', worker.sid, workerView(tx.state, worker));
    tx.freedWorkers.add(worker.sid);
  }
  for (const reservation of rejected) resumeTask(tx, reservation.taskSid);
  return workerView(tx.state, find(tx, 'WK', before.sid));
}

/**
 * Refused while reservations are live (they would lose their holder). Ended ones go with the worker, and so do calls that
 * outlived them and those it listens in by.
 */
export function deleteWorker(tx: Transaction, command: CommandOf<'worker.delete'>): Subject {
  const worker = find(tx, 'WK', command.sid);
  checkVersion(worker, command.version);
  if (tx.state.indexes.workerChannels.load(worker.sid) > 0) {
    reject({ code: 'in_use', prefix: 'WK', sid: worker.sid, by: 'pending, accepted or wrapping reservations' });
  }
  const subject = workerView(tx.state, worker);
  emitWorker(tx, 'worker.deleted', worker);
  for (const sid of [...tx.state.indexes.workerReservations.members(worker.sid)]) {
    dropCalls(tx, find(tx, 'WR', sid));
    tx.removeReservation(sid);
  }
  dropSupervisor(tx, worker.sid);
  for (const channel of tx.tables.channel.values()) {
    const own = tx.state.indexes.workerChannels.of(worker.sid, channel.sid);
    if (own !== undefined) tx.remove('workerChannel', own.sid);
  }
  tx.remove('worker', worker.sid);
  tx.freedWorkers.delete(worker.sid);
  return subject;
}

function pendingOf(tx: Transaction, workerSid: string): Reservation[] {
  const pending: Reservation[] = [];
  for (const sid of tx.state.indexes.workerReservations.members(workerSid)) {
    const reservation = tx.tables.reservation.get(sid);
    if (reservation?.status === 'pending') pending.push(reservation);
  }
  return pending.sort(byCreation);
}

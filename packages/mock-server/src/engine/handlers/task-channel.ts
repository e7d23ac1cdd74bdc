import { TASK_STATUSES } from '@taskbay/protocol';
import type { CommandOf, TaskChannelSpec } from '../commands.ts';
import { workerChannelDraft } from '../drafts.ts';
import type { Subject } from '../events.ts';
import type { TaskChannel, Worker, WorkerChannel } from '../records.ts';
import { reject } from '../rejections.ts';
import type { Transaction } from '../transaction.ts';
import { usedCapacity } from '../views/capacity.ts';
import { workerChannelOf } from '../views/worker-facts.ts';
import { changes, claimName, find, given, identity } from './context.ts';

/** Unique name of the channel that tasks get when none is given; it cannot be deleted. */
export const DEFAULT_CHANNEL = 'default';

export function createTaskChannel(tx: Transaction, spec: TaskChannelSpec): Subject {
  claimName(tx, 'TaskChannel', spec.uniqueName);
  const channel = tx.put('channel', {
    ...identity(tx, 'TC', spec.sid),
    friendlyName: spec.friendlyName,
    uniqueName: spec.uniqueName,
    channelOptimizedRouting: spec.channelOptimizedRouting ?? false,
  });
  for (const worker of tx.tables.worker.values()) createWorkerChannel(tx, worker, channel, {});
  return announce(tx, 'task-channel.created', channel);
}

export function updateTaskChannel(tx: Transaction, command: CommandOf<'task-channel.update'>): Subject {
  const before = find(tx, 'TC', command.sid);
  const { type, sid, ...settings } = command;
  const wanted = given(settings);
  if (!changes(before, wanted)) return { workspace: tx.workspace, channel: before };
  return announce(tx, 'task-channel.updated', tx.put('channel', { ...before, ...wanted, dateUpdated: tx.now }));
}

/** Refused for the default channel, and while tasks or reservations that are still kept use it. */
export function deleteTaskChannel(tx: Transaction, command: CommandOf<'task-channel.delete'>): Subject {
  const channel = find(tx, 'TC', command.sid);
  if (channel.uniqueName === DEFAULT_CHANNEL) {
    reject({ code: 'in_use', prefix: 'TC', sid: channel.sid, by: 'tasks created without a task channel' });
  }
  if (TASK_STATUSES.some((status) => tx.state.indexes.tally.tasks(channel.sid, status, tx.tables.task) > 0)) {
    reject({ code: 'in_use', prefix: 'TC', sid: channel.sid, by: 'tasks' });
  }
  for (const worker of tx.tables.worker.values()) {
    const workerChannel = workerChannelOf(tx.state, worker.sid, channel.sid);
    if (workerChannel === undefined) continue;
    // A task that changed its channel leaves its reservation on the one it was offered for.
    if (usedCapacity(workerChannel) > 0) {
      reject({ code: 'in_use', prefix: 'TC', sid: channel.sid, by: `reservations of worker ${worker.sid}` });
    }
    tx.remove('workerChannel', workerChannel.sid);
  }
  const subject = announce(tx, 'task-channel.deleted', channel);
  tx.remove('channel', channel.sid);
  return subject;
}

/** Every worker has one channel per task channel; capacity 1 and available unless told otherwise. */
export function createWorkerChannel(
  tx: Transaction,
  worker: Worker,
  channel: TaskChannel,
  settings: { readonly capacity?: number; readonly available?: boolean },
): WorkerChannel {
  return tx.putWorkerChannel(
    workerChannelDraft({
      sid: tx.sid('WC'),
      ordinal: tx.ordinal(),
      dateCreated: tx.now,
      dateUpdated: tx.now,
      workerSid: worker.sid,
      taskChannelSid: channel.sid,
      capacity: settings.capacity ?? 1,
      available: settings.available ?? true,
      pending: 0,
      accepted: 0,
      wrapping: 0,
      lastReserved: 0,
      lastReservedTime: 0,
    }),
  );
}

function announce(
  tx: Transaction,
  type: 'task-channel.created' | 'task-channel.updated' | 'task-channel.deleted',
  channel: TaskChannel,
): Subject {
  const subject = { workspace: tx.workspace, channel };
  tx.emit(type, 'TC', channel.sid, subject);
  return subject;
}

import type { CommandOf } from '../commands.ts';
import { workerChannelDraft } from '../drafts.ts';
import type { Subject } from '../events.ts';
import { emitWorkerChannel } from '../lifecycle/emit.ts';
import { bumpWorker } from '../lifecycle/worker.ts';
import type { WorkerChannel } from '../records.ts';
import { invalid, reject } from '../rejections.ts';
import type { Transaction } from '../transaction.ts';
import { workerChannelView } from '../views/subjects.ts';
import { workerChannelOf } from '../views/worker-facts.ts';
import { find } from './context.ts';

/** One event per setting that changes; each bumps the worker's version, as the vendor's client does by itself. */
export function updateWorkerChannel(tx: Transaction, command: CommandOf<'worker-channel.update'>): Subject {
  const worker = find(tx, 'WK', command.workerSid);
  let channel = channelNamed(tx, worker.sid, command.channel);
  const { capacity, available } = command;
  checkCapacity(capacity);
  if (capacity !== undefined && capacity !== channel.capacity) {
    const previousCapacity = channel.capacity;
    channel = change(tx, channel, { capacity });
    emitWorkerChannel(tx, 'worker.capacity.update', channel, { previousCapacity });
  }
  if (available !== undefined && available !== channel.available) {
    channel = change(tx, channel, { available });
    emitWorkerChannel(tx, 'worker.channel.availability.update', channel, { previousCapacity: channel.capacity });
  }
  return workerChannelView(tx.state, channel);
}

/** Refuses a capacity that is no whole number of 0 or more. */
export function checkCapacity(capacity: number | undefined): void {
  if (capacity === undefined || (Number.isInteger(capacity) && capacity >= 0)) return;
  invalid('Capacity', 'must be a whole number of 0 or more');
}

/** By `WC…`, `TC…` or unique name; only the worker's own. */
export function channelNamed(
  tx: Pick<Transaction, 'tables' | 'state'>,
  workerSid: string,
  name: string,
): WorkerChannel {
  const bySid = tx.tables.workerChannel.get(name);
  if (bySid !== undefined && bySid.workerSid === workerSid) return bySid;
  const channelSid = tx.tables.channel.get(name)?.sid ?? tx.state.indexes.names.find('TaskChannel', name);
  const found = channelSid === undefined ? undefined : workerChannelOf(tx.state, workerSid, channelSid);
  return found ?? reject({ code: 'not_found', prefix: 'WC', sid: name });
}

function change(tx: Transaction, channel: WorkerChannel, changes: Partial<WorkerChannel>): WorkerChannel {
  const worker = find(tx, 'WK', channel.workerSid);
  bumpWorker(tx, worker.sid, {});
  tx.freedWorkers.add(worker.sid);
  const draft = Object.assign(workerChannelDraft(channel), changes);
  draft.dateUpdated = tx.now;
  return tx.putWorkerChannel(draft);
}

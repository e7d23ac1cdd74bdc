import type { CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import { invalid, reject } from '../rejections.ts';
import type { Transaction } from '../transaction.ts';
import { createActivity } from './activity.ts';
import { changes, checkActivity, given } from './context.ts';
import { createTaskChannel } from './task-channel.ts';

export function initialiseWorkspace(tx: Transaction, command: CommandOf<'workspace.initialise'>): Subject {
  const { sid, accountSid, friendlyName } = command;
  if (tx.tables.workspace.size > 0) reject({ code: 'name_taken', resource: 'Workspace', name: friendlyName });
  const workspace = {
    sid,
    ordinal: tx.ordinal(),
    dateCreated: tx.now,
    dateUpdated: tx.now,
    accountSid,
    friendlyName,
    eventCallbackUrl: command.eventCallbackUrl ?? null,
    eventsFilter: command.eventsFilter ?? null,
    multiTaskEnabled: command.multiTaskEnabled ?? true,
    prioritizeQueueOrder: command.prioritizeQueueOrder ?? 'FIFO',
    defaultActivitySid: '',
    timeoutActivitySid: '',
  } as const;
  tx.put('workspace', workspace);
  tx.emit('taskbay.workspace.created', 'WS', sid, { workspace });
  for (const activity of command.activities) createActivity(tx, activity);
  for (const channel of command.taskChannels) createTaskChannel(tx, channel);
  const subject = {
    workspace: tx.put('workspace', {
      ...workspace,
      defaultActivitySid: activityNamed(tx, 'DefaultActivity', command.defaultActivity),
      timeoutActivitySid: activityNamed(tx, 'TimeoutActivity', command.timeoutActivity),
    }),
  };
  return subject;
}

function activityNamed(tx: Transaction, parameter: string, name: string): string {
  return tx.state.indexes.names.find('Activity', name) ?? invalid(parameter, `there is no activity named ${name}`);
}

export function updateWorkspace(tx: Transaction, command: CommandOf<'workspace.update'>): Subject {
  const { type, ...settings } = command;
  const wanted = given(settings);
  checkActivity(tx, 'DefaultActivitySid', wanted.defaultActivitySid);
  checkActivity(tx, 'TimeoutActivitySid', wanted.timeoutActivitySid);
  const before = tx.workspace;
  if (!changes(before, wanted)) return { workspace: before };
  const workspace = tx.put('workspace', { ...before, ...wanted, dateUpdated: tx.now });
  tx.emit('taskbay.workspace.updated', 'WS', workspace.sid, { workspace });
  if (workspace.multiTaskEnabled !== before.multiTaskEnabled) {
    for (const sid of tx.tables.worker.keys()) tx.freedWorkers.add(sid);
  }
  return { workspace };
}

/** An entry of the journal alone: the queue of event callbacks is full (HOOK-4). */
export function noteDroppedCallbacks(tx: Transaction): Subject {
  const subject = { workspace: tx.workspace };
  tx.emit('taskbay.callbacks.dropped', 'WS', tx.workspace.sid, subject);
  return subject;
}

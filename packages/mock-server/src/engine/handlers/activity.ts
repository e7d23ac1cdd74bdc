import type { ActivitySpec, CommandOf } from '../commands.ts';
import type { Subject } from '../events.ts';
import type { Activity } from '../records.ts';
import { reject } from '../rejections.ts';
import type { Transaction } from '../transaction.ts';
import { checkLimit, claimName, find, identity } from './context.ts';

export function createActivity(tx: Transaction, spec: ActivitySpec): Subject {
  checkLimit(tx, 'activity', 'Activities');
  claimName(tx, 'Activity', spec.friendlyName);
  const activity: Activity = {
    ...identity(tx, 'WA', spec.sid),
    friendlyName: spec.friendlyName,
    available: spec.available,
  };
  return announce(tx, 'activity.created', tx.put('activity', activity));
}

export function updateActivity(tx: Transaction, command: CommandOf<'activity.update'>): Subject {
  const before = find(tx, 'WA', command.sid);
  const friendlyName = command.friendlyName ?? before.friendlyName;
  if (friendlyName === before.friendlyName) return { workspace: tx.workspace, activity: before };
  claimName(tx, 'Activity', friendlyName, before.sid);
  const subject = announce(
    tx,
    'activity.updated',
    tx.put('activity', { ...before, friendlyName, dateUpdated: tx.now }),
  );
  // Target expressions may read the activity's name.
  for (const worker of tx.tables.worker.values())
    if (worker.activitySid === before.sid) tx.freedWorkers.add(worker.sid);
  return subject;
}

/** Refused while the activity is a default, someone is in it, or a queue uses it (BEHAVIOUR: SPACE-1). */
export function deleteActivity(tx: Transaction, command: CommandOf<'activity.delete'>): Subject {
  const activity = find(tx, 'WA', command.sid);
  const by = userOf(tx, activity.sid);
  if (by !== undefined) reject({ code: 'in_use', prefix: 'WA', sid: activity.sid, by });
  const subject = announce(tx, 'activity.deleted', activity);
  tx.remove('activity', activity.sid);
  return subject;
}

function userOf(tx: Transaction, sid: string): string | undefined {
  if (tx.workspace.defaultActivitySid === sid) return 'the workspace as its default activity';
  if (tx.workspace.timeoutActivitySid === sid) return 'the workspace as its timeout activity';
  if (tx.state.indexes.tally.workersIn(sid) > 0) return 'workers who are in it';
  for (const queue of tx.tables.queue.values()) {
    if (queue.reservationActivitySid === sid || queue.assignmentActivitySid === sid) return `task queue ${queue.sid}`;
  }
  return undefined;
}

function announce(
  tx: Transaction,
  type: 'activity.created' | 'activity.updated' | 'activity.deleted',
  activity: Activity,
): Subject {
  const subject = { workspace: tx.workspace, activity };
  tx.emit(type, 'WA', activity.sid, subject);
  return subject;
}

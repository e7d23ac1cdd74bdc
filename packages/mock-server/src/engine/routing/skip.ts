import type { Task } from '../records.ts';
import type { State } from '../state.ts';

/** Whether the step's `skip_if` is true for the workers of its queue; asked on entry only (BEHAVIOUR: FLOW-7). */
export function skipHolds(state: Pick<State, 'tables' | 'indexes'>, task: Task): boolean {
  if (task.step?.kind !== 'workflow' || task.step.rule.skipIf === undefined) return false;
  let available = 0;
  let unavailable = 0;
  const byActivity = new Map<string, number>();
  for (const workerSid of state.indexes.queueWorkers.members(task.step.rule.queueSid)) {
    const worker = state.tables.worker.get(workerSid);
    if (worker === undefined) continue;
    if (state.tables.activity.get(worker.activitySid)?.available === true) available += 1;
    else unavailable += 1;
    byActivity.set(worker.activitySid, (byActivity.get(worker.activitySid) ?? 0) + 1);
  }
  return task.step.rule.skipIf.matches({ available, unavailable, byActivity: (sid) => byActivity.get(sid) ?? 0 });
}

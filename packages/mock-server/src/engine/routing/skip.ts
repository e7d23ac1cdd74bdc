import type { Task } from '../records.ts';
import type { State } from '../state.ts';
import type { CountedWorkers } from '../trace/trail.ts';

/** The workers counted when the step's `skip_if` is true for its queue, else undefined; asked on entry only (BEHAVIOUR: FLOW-7). */
export function skipHolds(state: Pick<State, 'tables' | 'indexes'>, task: Task): CountedWorkers | undefined {
  if (task.step?.kind !== 'workflow' || task.step.rule.skipIf === undefined) return undefined;
  let available = 0;
  let unavailable = 0;
  const byActivity = new Map<string, number>();
  for (const workerSid of state.indexes.crews.workersOf(task.step.rule.queueSid)) {
    const worker = state.tables.worker.get(workerSid);
    if (worker === undefined) continue;
    if (state.tables.activity.get(worker.activitySid)?.available === true) available += 1;
    else unavailable += 1;
    byActivity.set(worker.activitySid, (byActivity.get(worker.activitySid) ?? 0) + 1);
  }
  const holds = task.step.rule.skipIf.matches({
    available,
    unavailable,
    byActivity: (sid) => byActivity.get(sid) ?? 0,
  });
  return holds ? { available, unavailable } : undefined;
}

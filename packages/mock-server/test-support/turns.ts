import type { EngineEvent } from '../src/engine/events.ts';
import type { Task } from '../src/engine/records.ts';
import { type State, workspaceOf } from '../src/engine/state.ts';
import { mayTake } from './model.ts';

/** Workers who were offered a task while a better one, which they could have had in its place, still waits (ROUTE-2). */
export function turnProblems(state: State, events: readonly EngineEvent[], now: number): string[] {
  return events.flatMap((event, at) => {
    const { reservation, task, transfer } = event.subject;
    if (event.type !== 'reservation.created' || reservation === undefined || task === undefined) return [];
    const worker = state.tables.worker.get(reservation.workerSid);
    if (worker === undefined || transfer?.type === 'WORKER' || task.step?.kind === 'worker') return [];
    return [...state.tables.task.values()]
      .filter(
        (other) =>
          !asksForLoad(other) && isBefore(state, other, task) && mayTake(state, other, worker, now, reservation),
      )
      .filter((other) => !events.slice(at).some((later) => isArrival(later, other)))
      .map((other) => `${worker.sid} was offered ${task.sid} and ${other.sid} waits`);
  });
}

/** What the offer itself did to the worker's channels may be what suits this task. */
function asksForLoad({ step }: Task): boolean {
  return step?.kind === 'workflow' && step.rule.expression?.text.includes('worker.channel.') === true;
}

/** A task that was skipped into its step after the offer came too late for it. */
function isArrival({ type, resourceSid }: EngineEvent, task: Task): boolean {
  return type === 'workflow.target-matched' && resourceSid === task.sid;
}

/** ROUTE-9 and ROUTE-10 once more, for two tasks that wait for one worker. */
function isBefore(state: State, a: Task, b: Task): boolean {
  const [first, second] = [lotOf(state, a), lotOf(state, b)];
  if (first !== second) return first < second;
  if (isLifo(state, a)) return (b.virtualStartTime - a.virtualStartTime || b.ordinal - a.ordinal) < 0;
  return (b.priority - a.priority || a.virtualStartTime - b.virtualStartTime || a.ordinal - b.ordinal) < 0;
}

function lotOf(state: State, task: Task): number {
  if (task.step?.kind === 'worker') return 0;
  return isLifo(state, task) === (workspaceOf(state).prioritizeQueueOrder === 'LIFO') ? 1 : 2;
}

function isLifo(state: State, task: Task): boolean {
  return task.step?.kind !== 'worker' && state.tables.queue.get(task.taskQueueSid ?? '')?.taskOrder === 'LIFO';
}

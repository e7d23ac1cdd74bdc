import type { TaskStatus } from '@taskbay/protocol';
import type { Instant, Task } from '../records.ts';
import { RULES } from '../rules.ts';
import type { State } from '../state.ts';
import type { Obstacle, Standing } from './candidates.ts';
import { standings } from './candidates.ts';
import type { StepTrace } from './steps.ts';
import { traceSteps } from './steps.ts';
import type { TieBreak } from './tie-break.ts';
import { tieBreak } from './tie-break.ts';

/** A worker of the task's queue; `order` = free to have the task, but others came first. */
export interface CandidateTrace {
  readonly workerSid: string;
  readonly workerName: string;
  readonly standing: 'offered' | 'eligible' | 'passed_over';
  readonly reservationSid: string | null;
  readonly obstacle:
    | Obstacle
    | { readonly reason: 'order'; readonly behind: string; readonly tieBreak: TieBreak }
    | null;
}

/** Why a task is where it is: the step changes it keeps, and its candidates as they stand at `now`. */
export interface TaskTrace {
  readonly taskSid: string;
  readonly now: Instant;
  readonly status: TaskStatus;
  readonly reason: string | null;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly routingTarget: string | null;
  readonly steps: readonly StepTrace[];
  readonly candidates: readonly CandidateTrace[];
  /** Candidates beyond the first thousand are counted, not listed. */
  readonly omitted: number;
}

/**
 * Works out a task's trace from the records, so that routing pays nothing for it. Undefined for a task that is not
 * there (any more).
 */
export function trace(state: Pick<State, 'tables' | 'indexes'>, taskSid: string, now: Instant): TaskTrace | undefined {
  const task = state.tables.task.get(taskSid);
  if (task === undefined) return undefined;
  const { status, reason, workflowSid, taskQueueSid, routingTarget } = task;
  const all = isEnded(task) ? [] : standings(state, task, now);
  const offered = all.filter(({ standing }) => standing === 'offered');
  const candidates = all.slice(0, RULES.tracedCandidates).map((standing) => described(state, task, standing, offered));
  return {
    taskSid,
    now,
    status,
    reason,
    workflowSid,
    taskQueueSid,
    routingTarget,
    steps: traceSteps(task),
    candidates,
    omitted: all.length - candidates.length,
  };
}

function isEnded({ status }: Task): boolean {
  return status === 'completed' || status === 'canceled';
}

function described(
  state: Pick<State, 'tables' | 'indexes'>,
  task: Task,
  standing: Standing,
  offered: readonly Standing[],
): CandidateTrace {
  const { worker } = standing;
  return {
    workerSid: worker.sid,
    workerName: worker.friendlyName,
    standing: standing.standing,
    reservationSid: standing.standing === 'offered' ? standing.reservation.sid : null,
    obstacle: standing.standing === 'passed_over' ? standing.obstacle : orderOf(state, task, standing, offered),
  };
}

/** Behind whom a free worker came, when the task went to others. */
function orderOf(
  state: Pick<State, 'tables' | 'indexes'>,
  task: Task,
  standing: Standing,
  offered: readonly Standing[],
): CandidateTrace['obstacle'] {
  if (standing.standing !== 'eligible') return null;
  for (const winner of offered) {
    const decided = tieBreak(state, task, winner, standing);
    if (decided !== undefined) return { reason: 'order', behind: winner.worker.sid, tieBreak: decided };
  }
  return null;
}

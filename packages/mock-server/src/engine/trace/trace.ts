import type { ReservationStatus, TaskStatus } from '@taskbay/protocol';
import { byCreation } from '../creation-order.ts';
import type { Instant, Step, Task, Transfer } from '../records.ts';
import { RULES } from '../rules.ts';
import type { State } from '../state.ts';
import { must } from '../views/subjects.ts';
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
  readonly reservationStatus: ReservationStatus | null;
  readonly obstacle:
    | Obstacle
    | { readonly reason: 'order'; readonly behind: string; readonly tieBreak: TieBreak }
    | null;
}

/** A transfer that the task went through, and how it ended. */
export type TransferTrace = Pick<Transfer, 'sid' | 'mode' | 'to' | 'status' | 'failedReason' | 'initiatingWorkerSid'>;

/** Why a task is where it is: the step changes it keeps, and its candidates as they stand at `now`. */
export interface TaskTrace {
  readonly taskSid: string;
  readonly now: Instant;
  readonly status: TaskStatus;
  readonly reason: string | null;
  readonly workflowSid: string | null;
  readonly taskQueueSid: string | null;
  readonly routingTarget: string | null;
  /** What the task waits or waited in: a target of its workflow, a queue it was placed in, or for one worker. */
  readonly place: { readonly kind: Step['kind']; readonly since: Instant } | null;
  readonly steps: readonly StepTrace[];
  /** Every transfer of the task so far, oldest first. */
  readonly transfers: readonly TransferTrace[];
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
    place: task.step === null ? null : { kind: task.step.kind, since: task.step.enteredAt },
    steps: traceSteps(task),
    transfers: transfersOf(state, taskSid),
    candidates,
    omitted: all.length - candidates.length,
  };
}

function transfersOf(state: Pick<State, 'tables' | 'indexes'>, taskSid: string): TransferTrace[] {
  return [...state.indexes.taskTransfers.members(taskSid)]
    .map((sid) => must(state.tables.transfer.get(sid), sid))
    .sort(byCreation)
    .map(({ sid, mode, to, status, failedReason, initiatingWorkerSid }) => {
      return { sid, mode, to, status, failedReason, initiatingWorkerSid };
    });
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
    reservationStatus: standing.standing === 'offered' ? standing.reservation.status : null,
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

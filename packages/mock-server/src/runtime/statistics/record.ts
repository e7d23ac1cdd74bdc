import type { EngineEvent, JournalEventType } from '../../engine/events.ts';
import type { Count, Wait } from './bucket.ts';

/** Which of the things an event is about a figure is kept for. */
export type Holder = 'workspace' | 'queue' | 'workflow' | 'worker';

interface Figure {
  readonly count: Count;
  readonly holders: readonly Holder[];
}

const RESERVATION: readonly Holder[] = ['workspace', 'queue', 'workflow', 'worker'];
const TASK: readonly Holder[] = ['workspace', 'queue', 'workflow'];

/** What every event adds to the statistics (BEHAVIOUR: STAT-2 to STAT-4). Other events add nothing. */
const FIGURES: { readonly [T in JournalEventType]?: Figure } = {
  'reservation.created': { count: 'reservationsCreated', holders: RESERVATION },
  'reservation.accepted': { count: 'reservationsAccepted', holders: RESERVATION },
  'reservation.rejected': { count: 'reservationsRejected', holders: RESERVATION },
  'reservation.timeout': { count: 'reservationsTimedOut', holders: RESERVATION },
  'reservation.canceled': { count: 'reservationsCanceled', holders: RESERVATION },
  'reservation.rescinded': { count: 'reservationsRescinded', holders: RESERVATION },
  'task.created': { count: 'tasksCreated', holders: ['workspace'] },
  'task.canceled': { count: 'tasksCanceled', holders: TASK },
  'task.completed': { count: 'tasksCompleted', holders: TASK },
  'task.deleted': { count: 'tasksDeleted', holders: TASK },
  'task.system-deleted': { count: 'tasksDeleted', holders: TASK },
  'workflow.entered': { count: 'tasksEntered', holders: ['workflow'] },
  'workflow.timeout': { count: 'tasksTimedOutInWorkflow', holders: ['workspace', 'workflow'] },
  'task-queue.entered': { count: 'tasksEntered', holders: ['queue'] },
  // The event's queue is the one that was left.
  'task-queue.moved': { count: 'tasksMoved', holders: TASK },
};

/** One event as figures: who gets them, what is counted, how long tasks had waited (milliseconds). */
export interface Recorded {
  readonly count: Count;
  readonly taskChannelSid: string;
  readonly holders: readonly string[];
  readonly waits: readonly (readonly [Wait, number])[];
}

/** What an event adds; `now` is the instant of its command. */
export function recorded(event: EngineEvent, now: number): Recorded | undefined {
  const figure = event.journaled ? FIGURES[event.type] : undefined;
  const { task, reservation } = event.subject;
  if (figure === undefined || task === undefined) return undefined;
  const sids: string[] = [];
  for (const holder of figure.holders) {
    const sid = holderSid(event, holder);
    if (sid !== undefined && sid !== null) sids.push(sid);
  }
  return {
    count: figure.count,
    taskChannelSid: reservation?.taskChannelSid ?? task.taskChannelSid,
    holders: sids,
    waits: waitsOf(event, now),
  };
}

function holderSid({ subject }: EngineEvent, holder: Holder): string | null | undefined {
  const { workspace, reservation, task, queue } = subject;
  switch (holder) {
    case 'workspace':
      return workspace.sid;
    case 'queue':
      return reservation === undefined ? (queue?.sid ?? task?.taskQueueSid) : reservation.taskQueueSid;
    case 'workflow':
      return reservation === undefined ? task?.workflowSid : reservation.workflowSid;
    case 'worker':
      return reservation?.workerSid;
  }
}

function waitsOf({ type, subject: { task } }: EngineEvent, now: number): (readonly [Wait, number])[] {
  if (task === undefined) return [];
  if (type === 'task.canceled') return [['untilCanceled', now - task.dateCreated]];
  if (type !== 'reservation.accepted') return [];
  const entered = task.taskQueueEnteredDate;
  return [
    ['untilAccepted', now - task.dateCreated],
    ...(entered === null ? [] : [['inQueueUntilAccepted', now - entered] as const]),
  ];
}

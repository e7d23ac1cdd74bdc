import type { TimerKind } from '../engine/commands.ts';
import type { Task } from '../engine/records.ts';
import type { ReadonlyTables } from '../engine/tables.ts';
import type { Deadline } from '../engine/timers.ts';

/** What a timer of the engine is called outside; one of a task may stand for different things (BEHAVIOUR: TIME-6). */
export function timerName(tables: ReadonlyTables, { kind, sid }: Pick<Deadline, 'kind' | 'sid'>): string {
  const task = tables.task.get(sid);
  return (task === undefined ? undefined : NAME_BY_TASK[kind]?.(task)) ?? NAMES[kind];
}

const NAMES = {
  'task.ttl': 'task timeout',
  'task.step': 'workflow step timeout',
  'task.end': 'task clean-up',
  'reservation.timeout': 'reservation timeout',
  'call.ring': 'unanswered call',
} as const satisfies Record<TimerKind, string>;

const NAME_BY_TASK: { readonly [K in TimerKind]?: (task: Task) => string | undefined } = {
  'task.step': ({ step }) => (step?.kind === 'worker' ? 'RoutingTarget limit' : undefined),
  'task.end': ({ status }) => (status === 'completed' || status === 'canceled' ? undefined : 'assigned task limit'),
};

import type { TaskStatus } from '@taskbay/protocol';
import type { TransitionTable } from './machine.ts';

export type TaskInput = 'reserve' | 'release' | 'assign' | 'wrap' | 'complete' | 'cancel';

/** Rules TASK-1 … TASK-6 of BEHAVIOUR. An assigned task never becomes canceled. */
export const TASK_MACHINE = {
  pending: { reserve: 'reserved', cancel: 'canceled' },
  reserved: { release: 'pending', assign: 'assigned', cancel: 'canceled' },
  assigned: { wrap: 'wrapping', complete: 'completed' },
  wrapping: { complete: 'completed' },
  completed: {},
  canceled: {},
} as const satisfies TransitionTable<TaskStatus, TaskInput>;

import type { TaskStatus } from '@taskbay/protocol';
import { Machine } from './machine.ts';

/** The inputs after `cancel` belong to transfers: two ways out of `assigned`, three ways back (XFER-1, XFER-5). */
export type TaskInput =
  | 'reserve'
  | 'release'
  | 'assign'
  | 'wrap'
  | 'complete'
  | 'cancel'
  | 'handOver'
  | 'requeue'
  | 'return'
  | 'returnWrapping'
  | 'returnEnded';

/** Rules TASK-1 … TASK-6 of BEHAVIOUR. An assigned task never becomes canceled. */
export const TASK_MACHINE = new Machine<TaskStatus, TaskInput>({
  pending: {
    reserve: 'reserved',
    cancel: 'canceled',
    return: 'assigned',
    returnWrapping: 'wrapping',
    returnEnded: 'completed',
  },
  reserved: {
    release: 'pending',
    assign: 'assigned',
    cancel: 'canceled',
    return: 'assigned',
    returnWrapping: 'wrapping',
    returnEnded: 'completed',
  },
  assigned: { wrap: 'wrapping', complete: 'completed', handOver: 'reserved', requeue: 'pending' },
  wrapping: { complete: 'completed' },
  completed: {},
  canceled: {},
});

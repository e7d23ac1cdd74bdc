import type { ResourceName, Views } from '../operations/views.ts';
import { renderActivity } from './render/activity.ts';
import type { RenderFacts } from './render/address.ts';
import { renderEvent } from './render/event.ts';
import { renderReservation } from './render/reservation.ts';
import { renderBulkStatistics, renderStatistics } from './render/statistics.ts';
import { renderTask } from './render/task.ts';
import { renderTaskChannel } from './render/task-channel.ts';
import { renderTaskQueue } from './render/task-queue.ts';
import { renderWorker } from './render/worker.ts';
import { renderWorkerChannel } from './render/worker-channel.ts';
import { renderWorkflow } from './render/workflow.ts';
import { renderWorkspace } from './render/workspace.ts';

/** Items of lists name their resource; the rest is the resource's own. */
export interface Representation {
  readonly account_sid: string;
  readonly sid?: string;
  readonly task_queue_sid?: string | null;
}

type Renderers = { readonly [R in ResourceName]: (view: Views[R], facts: RenderFacts) => Representation };

const RENDERERS = {
  workspace: renderWorkspace,
  activity: renderActivity,
  taskChannel: renderTaskChannel,
  taskQueue: renderTaskQueue,
  workflow: renderWorkflow,
  worker: renderWorker,
  workerChannel: renderWorkerChannel,
  task: renderTask,
  reservation: renderReservation,
  event: renderEvent,
  statistics: renderStatistics,
  bulkStatistics: renderBulkStatistics,
} satisfies Renderers;

/** Name of the array in a list's body. */
export const LIST_KEYS = {
  workspace: 'workspaces',
  activity: 'activities',
  taskChannel: 'channels',
  taskQueue: 'task_queues',
  workflow: 'workflows',
  worker: 'workers',
  workerChannel: 'channels',
  task: 'tasks',
  reservation: 'reservations',
  event: 'events',
  statistics: 'task_queues_statistics',
  bulkStatistics: 'task_queue_data',
} as const satisfies Record<ResourceName, string>;

/** The REST representation of a resource, with URLs on the origin that the request came to. */
export function renderRest<R extends ResourceName>(resource: R, view: Views[R], facts: RenderFacts): Representation {
  const renderer = (RENDERERS as Renderers)[resource];
  return renderer(view, facts);
}

/** SID of the record that an item of a list is about. */
export function itemSid(item: Representation | undefined): string | undefined {
  return item?.sid ?? item?.task_queue_sid ?? undefined;
}

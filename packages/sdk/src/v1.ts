import { TaskQueue, Worker, Workspace } from './index.ts';
import { createTaskRouter } from './v1/task-router.ts';

export type { Callback } from './v1/bridge.ts';
export type { Entity, Task } from './v1/entity.ts';
export type {
  ErrorEvent,
  ResourceClientEvents,
  WorkerChannel,
  WorkerClientEvents,
  WorkerResource,
} from './v1/events.ts';
export type { HttpError } from './v1/http-error.ts';
export type { FetchedList, List, MeasuredList } from './v1/lists.ts';
export type { Reservation } from './v1/reservation.ts';
export type { TaskQueueClient, WorkspaceClient } from './v1/resource-client.ts';
export type { Statistics } from './v1/statistics.ts';
export type { TaskRouterNamespace } from './v1/task-router.ts';
export type { WorkerClient } from './v1/worker-client.ts';

/** The vendor's Worker.js, versions 1.0 to 1.24, for pages and apps written for it. */
export const TaskRouter = createTaskRouter({ TaskQueue, Worker, Workspace });

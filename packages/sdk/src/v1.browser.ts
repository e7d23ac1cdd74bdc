import { TaskQueue, Worker, Workspace } from './index.browser.ts';
import { createTaskRouter } from './v1/task-router.ts';

/** The browser's form of the `TaskRouter` of v1.ts. */
export const TaskRouter = createTaskRouter({ TaskQueue, Worker, Workspace });

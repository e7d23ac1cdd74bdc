import { surroundings } from './host.page.ts';
import { TaskQueue, Worker, Workspace } from './index.browser.ts';
import { type ScriptTag, serverOfScript } from './v1/server-choice.ts';
import { createTaskRouter } from './v1/task-router.ts';

export { Supervisor, TaskbayError, TaskQueue, Worker, Workspace } from './index.browser.ts';

const page = surroundings();
// Known only while the script runs for the first time.
const script = page.document?.currentScript as ScriptTag | null | undefined;
const TaskRouter = createTaskRouter({ TaskQueue, Worker, Workspace }, serverOfScript(script));

if (page.define?.amd) {
  page.define(() => TaskRouter);
} else {
  page.Twilio ??= {};
  Object.assign(page.Twilio, { TaskRouter });
}

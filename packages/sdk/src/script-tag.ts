import { surroundings } from './host.page.ts';
import { Supervisor, TaskbayError, TaskQueue, Worker, Workspace } from './index.browser.ts';
import { type ScriptTag, serverOfScript } from './v1/server-choice.ts';
import { createTaskRouter } from './v1/task-router.ts';

const page = surroundings();
// Known only while the script runs for the first time.
const script = page.document?.currentScript as ScriptTag | null | undefined;
const TaskRouter = createTaskRouter({ TaskQueue, Worker, Workspace }, serverOfScript(script));

page.taskbay = { Supervisor, TaskbayError, TaskQueue, Worker, Workspace };
if (page.define?.amd) {
  page.define(() => TaskRouter);
} else {
  page.Twilio ??= {};
  Object.assign(page.Twilio, { TaskRouter });
}

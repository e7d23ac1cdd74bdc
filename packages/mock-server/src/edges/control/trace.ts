import type { TaskTrace } from '../../engine/trace/trace.ts';
import { trace } from '../../engine/trace/trace.ts';
import { MockServerError } from '../../errors.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { ControlCall } from './parts.ts';

/** The trace of a task in whichever workspace has it. Rejects with MockServerError `not_found`. */
export async function findTrace(runtime: Runtime, taskSid: string): Promise<TaskTrace> {
  for (const workspaceSid of runtime.workspaces()) {
    const found = await runtime.read(workspaceSid, (state, now) => trace(state, taskSid, now));
    if (found !== undefined) return found;
  }
  throw new MockServerError('not_found', `There is no task ${taskSid}; ended tasks are gone after five minutes`);
}

export const getTrace: ControlCall = async ({ runtime }, _request, path) =>
  Response.json(await findTrace(runtime, path['taskSid'] ?? ''));

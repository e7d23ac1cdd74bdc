import type { Activity, TaskChannel, TaskQueue, WorkerChannel, Workspace } from '../../engine/records.ts';
import { type State, workspaceOf } from '../../engine/state.ts';
import { must } from '../../engine/views/subjects.ts';
import { workerChannelOf } from '../../engine/views/worker-facts.ts';
import type { Views } from './views.ts';

/** A task channel by SID or unique name. */
export function channelNamed(state: State, name: string): TaskChannel | undefined {
  const { channel } = state.tables;
  return channel.get(name) ?? channel.get(state.indexes.names.find('TaskChannel', name) ?? '');
}

/** A worker's own channel by `WC…`, `TC…` or the task channel's unique name. */
export function workerChannelNamed(state: State, workerSid: string, name: string): WorkerChannel | undefined {
  const own = state.tables.workerChannel.get(name);
  if (own !== undefined) return own.workerSid === workerSid ? own : undefined;
  const channel = channelNamed(state, name);
  return channel === undefined ? undefined : workerChannelOf(state, workerSid, channel.sid);
}

export function workspaceView(state: State, workspace: Workspace): Views['workspace'] {
  const { defaultActivitySid, timeoutActivitySid } = workspace;
  return {
    workspace,
    defaultActivity: must(state.tables.activity.get(defaultActivitySid), defaultActivitySid),
    timeoutActivity: must(state.tables.activity.get(timeoutActivitySid), timeoutActivitySid),
  };
}

export function queueView(state: State, queue: TaskQueue): Views['taskQueue'] {
  return {
    workspace: workspaceOf(state),
    queue,
    reservationActivity: activity(state, queue.reservationActivitySid),
    assignmentActivity: activity(state, queue.assignmentActivitySid),
  };
}

function activity(state: State, sid: string | null): Activity | undefined {
  return sid === null ? undefined : state.tables.activity.get(sid);
}

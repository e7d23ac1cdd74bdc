import { type State, workspaceOf as workspaceRecord } from '../../../engine/state.ts';
import { channelNamed } from '../lookup.ts';
import { type Answer, type Call, missing, refused, workspaceOf } from '../operation.ts';
import { type Asked, cumulativeView, realtimeView, type Subject } from './figures.ts';
import type { StatisticsView } from './views.ts';
import { windowOf } from './window.ts';

/** Which of the two groups of figures an operation answers with; `both` nests them. */
export type Groups = 'both' | 'cumulative' | 'realtime';

export interface StatisticsParams {
  readonly Minutes?: number;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly TaskChannel?: string;
  readonly SplitByWaitTime?: readonly number[];
}

/** Makes the view of one subject; a refusal when the parameters cannot be met. */
export type MakeView = (subject: Subject, path: readonly string[] | undefined) => StatisticsView;

/** The figures of what `subject` finds; undefined from it is a 404. */
export async function statistics(
  call: Call<StatisticsParams>,
  groups: Groups,
  path: readonly string[],
  subject: (state: State) => Subject | undefined,
): Promise<Answer> {
  const read = await call.runtime.read(workspaceOf(call), (state, now): Answer => {
    const found = subject(state);
    if (found === undefined) return notFound(path);
    const make = viewMaker(call, groups, state, now);
    if (typeof make !== 'function') return make;
    return { kind: 'resource', created: false, resource: 'statistics', view: make(found, path), now };
  });
  return read ?? missing('WS', workspaceOf(call));
}

/** Reads window and task channel once for all the views of a request. */
export function viewMaker(
  { runtime, params }: Call<StatisticsParams>,
  groups: Groups,
  state: State,
  now: number,
): MakeView | Answer {
  const read = windowOf(params, now);
  if (!read.ok) return refused(read.refusal);
  const channel = params.TaskChannel === undefined ? undefined : channelNamed(state, params.TaskChannel);
  if (params.TaskChannel !== undefined && channel === undefined) {
    const problem = `there is no task channel ${params.TaskChannel}`;
    return refused({ code: 'invalid', parameter: 'TaskChannel', problem });
  }
  const asked: Asked = { taskChannelSid: channel?.sid, thresholds: params.SplitByWaitTime };
  const workspace = workspaceRecord(state);
  return (subject, path) => ({
    workspace,
    kind: subject.kind,
    sid: subject.sid,
    path,
    flat: groups !== 'both',
    cumulative: groups === 'realtime' ? undefined : cumulativeView(runtime, state, subject, asked, read.window, now),
    realtime:
      groups === 'cumulative' || subject.kind === 'worker'
        ? undefined
        : realtimeView(runtime, state, subject, asked.taskChannelSid, now),
  });
}

function notFound(path: readonly string[]): Answer {
  const sid = path[1] ?? '';
  return missing(path[0] === 'TaskQueues' ? 'WQ' : path[0] === 'Workflows' ? 'WW' : 'WK', sid);
}

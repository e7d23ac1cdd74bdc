import { isSid } from '@taskbay/protocol';
import * as v from 'valibot';
import { byCreation } from '../../../engine/creation-order.ts';
import { type State, workspaceOf as workspaceRecord } from '../../../engine/state.ts';
import { pageOf } from '../listing.ts';
import { type Answer, type Call, missing, type Operation, operation, workspaceOf } from '../operation.ts';
import { optional, text } from '../params.ts';
import type { Sorted } from '../places.ts';
import { pick } from '../selection.ts';
import { type Groups, type StatisticsParams, statistics, viewMaker } from './answer.ts';
import { realtimeView, type Subject } from './figures.ts';
import { channelParams, splitParams, windowParams } from './window.ts';

const WORKSPACE = '/Workspaces/{WorkspaceSid}';

/** Last segment of the path by what is answered. */
const SEGMENT = {
  both: 'Statistics',
  cumulative: 'CumulativeStatistics',
  realtime: 'RealTimeStatistics',
} as const satisfies Record<Groups, string>;

const GROUPS = ['both', 'cumulative', 'realtime'] as const satisfies readonly Groups[];

interface Place {
  /** Middle of the operation id. */
  readonly name: string;
  /** Below the workspace, with the SID's place. */
  readonly path: readonly string[];
  readonly find: (state: State, sid: string) => Subject | undefined;
}

const PLACES: readonly Place[] = [
  { name: 'Workspace', path: [], find: () => ({ kind: 'workspace', sid: undefined }) },
  {
    name: 'TaskQueue',
    path: ['TaskQueues', '{TaskQueueSid}'],
    find: ({ tables }, sid) => (tables.queue.has(sid) ? { kind: 'queue', sid } : undefined),
  },
  {
    name: 'Workflow',
    path: ['Workflows', '{WorkflowSid}'],
    find: ({ tables }, sid) => (tables.workflow.has(sid) ? { kind: 'workflow', sid } : undefined),
  },
];

const withTasks: readonly Operation[] = PLACES.flatMap(({ name, path, find }) =>
  GROUPS.map((groups) =>
    operation({
      id: `Fetch${name}${SEGMENT[groups]}`,
      method: 'GET',
      path: [WORKSPACE, ...path, SEGMENT[groups]].join('/'),
      params: groups === 'realtime' ? channelParams : { ...windowParams, ...channelParams, ...splitParams },
      run: (call) => {
        const sid = call.path.TaskQueueSid ?? call.path.WorkflowSid ?? '';
        const at = [...path.map((segment) => (segment.startsWith('{') ? sid : segment)), SEGMENT[groups]];
        return statistics(call, groups, at, (state) => find(state, sid));
      },
    }),
  ),
);

const workersPath = (groups: Groups): readonly string[] => ['Workers', SEGMENT[groups]];
const allWorkers: Subject = { kind: 'workers', sid: undefined };

const ofWorkers: readonly Operation[] = [
  operation({
    id: 'FetchWorkerStatistics',
    method: 'GET',
    path: `${WORKSPACE}/Workers/Statistics`,
    params: {
      ...windowParams,
      ...channelParams,
      TaskQueueSid: optional(text),
      TaskQueueName: optional(text),
      FriendlyName: optional(text),
    },
    run: (call) => statistics(call, 'both', workersPath('both'), (state) => chosenWorkers(state, call.params)),
  }),
  operation({
    id: 'FetchWorkersCumulativeStatistics',
    method: 'GET',
    path: `${WORKSPACE}/Workers/CumulativeStatistics`,
    params: { ...windowParams, ...channelParams },
    run: (call) => statistics(call, 'cumulative', workersPath('cumulative'), () => allWorkers),
  }),
  operation({
    id: 'FetchWorkersRealTimeStatistics',
    method: 'GET',
    path: `${WORKSPACE}/Workers/RealTimeStatistics`,
    params: channelParams,
    run: (call) => statistics(call, 'realtime', workersPath('realtime'), () => allWorkers),
  }),
  operation({
    id: 'FetchWorkerInstanceStatistics',
    method: 'GET',
    path: `${WORKSPACE}/Workers/{WorkerSid}/Statistics`,
    params: { ...windowParams, ...channelParams },
    run: (call) => {
      const sid = call.path.WorkerSid ?? '';
      return statistics(call, 'both', ['Workers', sid, 'Statistics'], ({ tables }) =>
        tables.worker.has(sid) ? { kind: 'worker', sid } : undefined,
      );
    },
  }),
];

interface Chosen {
  readonly TaskQueueSid?: string;
  readonly TaskQueueName?: string;
  readonly FriendlyName?: string;
}

/** The workers that every given filter wants, as the queues have them now; filters that name nothing choose nobody. */
function chosenWorkers({ indexes }: State, { TaskQueueSid, TaskQueueName, FriendlyName }: Chosen): Subject {
  const choices: ReadonlySet<string>[] = [];
  if (TaskQueueSid !== undefined) choices.push(new Set(indexes.crews.workersOf(TaskQueueSid)));
  if (TaskQueueName !== undefined) {
    choices.push(new Set(indexes.crews.workersOf(indexes.names.find('TaskQueue', TaskQueueName) ?? '')));
  }
  if (FriendlyName !== undefined) choices.push(new Set([indexes.names.find('Worker', FriendlyName) ?? '']));
  const [first, ...others] = choices;
  if (first === undefined) return allWorkers;
  const workers = new Set([...first].filter((sid) => others.every((other) => other.has(sid))));
  return { ...allWorkers, workers };
}

const ofQueues: readonly Operation[] = [
  operation({
    id: 'ListTaskQueuesStatistics',
    method: 'GET',
    path: `${WORKSPACE}/TaskQueues/Statistics`,
    params: { ...windowParams, ...channelParams, ...splitParams, FriendlyName: optional(text) },
    run: (call) => listQueues(call),
  }),
  operation({
    id: 'CreateTaskQueueBulkRealTimeStatistics',
    method: 'POST',
    path: `${WORKSPACE}/TaskQueues/RealTimeStatistics`,
    body: 'json',
    params: {
      QueueSids: v.pipe(
        v.array(
          v.pipe(v.string('must hold SIDs'), v.check(isQueueSid, 'must hold SIDs of task queues')),
          'must be a list',
        ),
        v.minLength(1, 'must hold 1 to 50 SIDs'),
        v.maxLength(50, 'must hold 1 to 50 SIDs'),
      ),
    },
    run: (call) => bulk(call, call.params.QueueSids),
  }),
];

function isQueueSid(sid: string): boolean {
  return isSid(sid, 'WQ');
}

async function listQueues(call: Call<StatisticsParams & { readonly FriendlyName?: string }>): Promise<Answer> {
  const { FriendlyName } = call.params;
  const read = await call.runtime.read(workspaceOf(call), (state, now): Answer => {
    const make = viewMaker(call, 'both', state, now);
    if (typeof make !== 'function') return make;
    const { tables, indexes } = state;
    const found =
      FriendlyName === undefined
        ? tables.queue.values()
        : pick(tables.queue, [indexes.names.find('TaskQueue', FriendlyName)]);
    const records = [...found].sort(byCreation);
    const view = ({ sid }: Sorted) => make({ kind: 'queue', sid }, undefined);
    return pageOf(call, { resource: 'statistics', records, order: byCreation, view, now });
  });
  return read ?? missing('WS', workspaceOf(call));
}

/** Queues of other workspaces answer with zeros (vendor's page of task queue statistics). */
async function bulk(call: Call, sids: readonly string[]): Promise<Answer> {
  const read = await call.runtime.read(workspaceOf(call), (state, now): Answer => {
    const queues = sids.map((sid) => ({
      sid,
      realtime: realtimeView(call.runtime, state, { kind: 'queue', sid }, undefined, now),
    }));
    const view = { workspace: workspaceRecord(state), queues };
    return { kind: 'resource', created: false, resource: 'bulkStatistics', view, now };
  });
  return read ?? missing('WS', workspaceOf(call));
}

/** The 15 statistics resources. */
export const statisticsOperations: readonly Operation[] = [...withTasks, ...ofWorkers, ...ofQueues];

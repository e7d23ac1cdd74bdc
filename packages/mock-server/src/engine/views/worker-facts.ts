import type { JsonObject } from '@taskbay/protocol';
import type { ChannelFacts, WorkerFacts } from '../expressions/facts.ts';
import type { Worker, WorkerChannel } from '../records.ts';
import type { State } from '../state.ts';
import { workspaceOf } from '../state.ts';
import { availableCapacityPercentage, hasRoom } from './capacity.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** A class, since what few expressions ask for is looked up when they do: a literal with a getter takes far longer to make. */
class RecordedWorker implements WorkerFacts {
  readonly sid: string;
  readonly friendlyName: string;
  readonly activitySid: string;
  readonly attributes: JsonObject;
  private readonly state: Readable;

  constructor(state: Readable, { sid, friendlyName, activitySid, attributes }: Worker) {
    this.sid = sid;
    this.friendlyName = friendlyName;
    this.activitySid = activitySid;
    this.attributes = attributes.value;
    this.state = state;
  }

  get activityName(): string {
    return this.state.tables.activity.get(this.activitySid)?.friendlyName ?? '';
  }

  channel(uniqueName: string): ChannelFacts | undefined {
    const channelSid = this.state.indexes.names.find('TaskChannel', uniqueName);
    const channel = channelSid === undefined ? undefined : workerChannelOf(this.state, this.sid, channelSid);
    if (channel === undefined) return undefined;
    return {
      configuredCapacity: channel.capacity,
      assignedTasks: channel.accepted,
      availableCapacityPercentage: availableCapacityPercentage(channel),
    };
  }
}

/** What expressions may read of a worker (expression contexts of the vendor: TargetWorkers and target expressions). */
export function workerFacts(state: Readable, worker: Worker): WorkerFacts {
  return new RecordedWorker(state, worker);
}

/**
 * Whether the worker's activity and its channel leave room for one more task of that channel (BEHAVIOUR: ROUTE-1). In a
 * single-tasking workspace channels do not count (ROUTE-15).
 */
export function isReady(state: Pick<State, 'tables' | 'indexes'>, worker: Worker, taskChannelSid: string): boolean {
  const channel = workerChannelOf(state, worker.sid, taskChannelSid);
  return channel !== undefined && canTakeOn(state, channel) && isPresent(state, worker);
}

/** Whether the worker's activity is an available one. */
export function isPresent(state: Pick<State, 'tables'>, worker: Worker): boolean {
  return state.tables.activity.get(worker.activitySid)?.available === true;
}

/** Whether a channel leaves room for one more task, whatever its worker's activity. */
export function canTakeOn(state: Pick<State, 'indexes'>, channel: WorkerChannel): boolean {
  if (workspaceOf(state).multiTaskEnabled) return hasRoom(channel);
  return state.indexes.workerChannels.load(channel.workerSid) === 0;
}

/** Whether any channel of a worker leaves room for one more task. */
export function hasRoomSomewhere(state: Pick<State, 'indexes'>, workerSid: string): boolean {
  for (const channel of state.indexes.workerChannels.all(workerSid)) if (canTakeOn(state, channel)) return true;
  return false;
}

/** A worker's channel for one task channel. */
export function workerChannelOf(
  state: Pick<State, 'tables' | 'indexes'>,
  workerSid: string,
  taskChannelSid: string,
): WorkerChannel | undefined {
  return state.indexes.workerChannels.of(workerSid, taskChannelSid);
}

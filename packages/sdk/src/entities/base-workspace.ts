import type { CallOptions } from '../commands/client.ts';
import type { Host } from '../host.ts';
import type { ClientOptions } from '../options.ts';
import type { ActivityRecord, TaskQueueRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import { decodeActivity, decodeTask, decodeTaskQueue, decodeWorker } from '../wire/decode.ts';
import { ChannelClient } from './channel-client.ts';
import { restNames } from './instructions.ts';

/** Which workers to list. */
export interface WorkersQuery extends CallOptions {
  readonly friendlyName?: string;
  readonly activitySid?: string;
  readonly activityName?: string;
  /** An expression over worker attributes, as a queue has one. */
  readonly targetWorkersExpression?: string;
}

/** Which task queues to list. */
export interface TaskQueuesQuery extends CallOptions {
  readonly friendlyName?: string;
  /** Queues this worker is in. */
  readonly workerSid?: string;
}

/** Reads of one workspace. Lists are complete, whatever the number of pages. */
export class BaseWorkspace extends ChannelClient {
  constructor(token: string, options: ClientOptions, host: Host) {
    super(token, options, host, ({ workspaceSid }) => workspaceSid);
  }

  /** One worker. Rejects with `request_refused`, status 404, if there is none. */
  async fetchWorker(sid: string, { signal }: CallOptions = {}): Promise<WorkerRecord> {
    return decodeWorker(await this.#get(`Workers/${sid}`, signal));
  }

  /** All workers that match. */
  async fetchWorkers({ signal, ...query }: WorkersQuery = {}): Promise<WorkerRecord[]> {
    return (await this.#list('Workers', query, signal)).map(decodeWorker);
  }

  /** One task queue. */
  async fetchTaskQueue(sid: string, { signal }: CallOptions = {}): Promise<TaskQueueRecord> {
    return decodeTaskQueue(await this.#get(`TaskQueues/${sid}`, signal));
  }

  /** All task queues that match. */
  async fetchTaskQueues({ signal, ...query }: TaskQueuesQuery = {}): Promise<TaskQueueRecord[]> {
    return (await this.#list('TaskQueues', query, signal)).map(decodeTaskQueue);
  }

  /** All activities. */
  async fetchActivities({ signal }: CallOptions = {}): Promise<ActivityRecord[]> {
    return (await this.#list('Activities', {}, signal)).map(decodeActivity);
  }

  /** One task. */
  async fetchTask(sid: string, { signal }: CallOptions = {}): Promise<TaskRecord> {
    return decodeTask(await this.#get(`Tasks/${sid}`, signal));
  }

  #get(tail: string, signal: AbortSignal | undefined): Promise<unknown> {
    return this.client.request({ method: 'GET', path: `Workspaces/${this.workspaceSid}/${tail}`, signal });
  }

  #list(tail: string, query: object, signal: AbortSignal | undefined): Promise<readonly unknown[]> {
    return this.reader(signal).list(`Workspaces/${this.workspaceSid}/${tail}`, restNames(query));
  }
}

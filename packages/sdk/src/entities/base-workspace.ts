import type { CallOptions } from '../commands/client.ts';
import type { Host } from '../host.ts';
import type { ClientOptions } from '../options.ts';
import { readActivities } from '../session/snapshot.ts';
import type { ActivityRecord, TaskQueueRecord, TaskRecord, WorkerRecord } from '../store/records.ts';
import { read } from '../wire/read.ts';
import { ChannelClient } from './channel-client.ts';

/** Which workers to list. */
export interface WorkersQuery extends CallOptions {
  readonly friendlyName?: string | undefined;
  readonly activitySid?: string | undefined;
  readonly activityName?: string | undefined;
  /** An expression over worker attributes, as a queue has one. */
  readonly targetWorkersExpression?: string | undefined;
}

/** Which task queues to list. */
export interface TaskQueuesQuery extends CallOptions {
  readonly friendlyName?: string | undefined;
  /** Queues this worker is in. */
  readonly workerSid?: string | undefined;
}

/** Reads of one workspace. Lists are complete, whatever the number of pages. */
export class BaseWorkspace extends ChannelClient {
  constructor(token: string, options: ClientOptions, host: Host) {
    super(token, options, host, 'workspaceSid');
  }

  /** One worker. Rejects with `request_refused`, status 404, if there is none. */
  async fetchWorker(sid: string, options?: CallOptions): Promise<WorkerRecord> {
    return read(await this.api.get(`Workers/${sid}`, options));
  }

  /** All workers that match. */
  fetchWorkers(query: WorkersQuery = {}): Promise<WorkerRecord[]> {
    return this.api.all('Workers', query);
  }

  /** One task queue. */
  async fetchTaskQueue(sid: string, options?: CallOptions): Promise<TaskQueueRecord> {
    return read(await this.api.get(`TaskQueues/${sid}`, options));
  }

  /** All task queues that match. */
  fetchTaskQueues(query: TaskQueuesQuery = {}): Promise<TaskQueueRecord[]> {
    return this.api.all('TaskQueues', query);
  }

  /** All activities. */
  fetchActivities(options?: CallOptions): Promise<ActivityRecord[]> {
    return readActivities(this.api, options);
  }

  /** One task. */
  async fetchTask(sid: string, options?: CallOptions): Promise<TaskRecord> {
    return read(await this.api.get(`Tasks/${sid}`, options));
  }
}

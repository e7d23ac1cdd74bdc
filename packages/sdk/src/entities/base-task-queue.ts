import type { CallOptions } from '../commands/client.ts';
import { TaskbayError } from '../errors.ts';
import type { Host } from '../host.ts';
import type { ClientOptions } from '../options.ts';
import type { TaskQueueRecord } from '../store/records.ts';
import { decodeTaskQueue } from '../wire/decode.ts';
import { ChannelClient } from './channel-client.ts';

/** Options of a task queue client. */
export interface TaskQueueOptions extends ClientOptions {
  /** For access tokens, which name no queue. */
  readonly taskQueueSid?: string;
}

/** One task queue: the one a capability token is for, or the one the options name. */
export class BaseTaskQueue extends ChannelClient {
  readonly sid: string;

  constructor(token: string, options: TaskQueueOptions, host: Host) {
    let sid: string | undefined;
    super(token, options, host, ({ taskQueueSid }) => {
      sid = taskQueueSid ?? options.taskQueueSid;
      return sid;
    });
    if (sid === undefined) throw new TaskbayError('usage', 'Neither the token nor the options name a task queue');
    this.sid = sid;
  }

  /** Reads the queue. */
  async fetch(options: CallOptions = {}): Promise<TaskQueueRecord> {
    return decodeTaskQueue(await this.#request('GET', '', {}, options));
  }

  /** Changes the queue, by REST parameters: `FriendlyName`, `TargetWorkers` … Needs a token that allows it. */
  async update(params: Readonly<Record<string, unknown>>, options: CallOptions = {}): Promise<TaskQueueRecord> {
    return decodeTaskQueue(await this.#request('POST', '', params, options));
  }

  /** The figures as the service sends them; `params`: `Minutes`, `StartDate`, `EndDate`, `TaskChannel` … */
  fetchStatistics(
    kind: 'Statistics' | 'RealTimeStatistics' | 'CumulativeStatistics' = 'Statistics',
    params: Readonly<Record<string, unknown>> = {},
    options: CallOptions = {},
  ): Promise<unknown> {
    return this.#request('GET', `/${kind}`, params, options);
  }

  #request(method: 'GET' | 'POST', tail: string, params: object, { signal }: CallOptions): Promise<unknown> {
    const path = `Workspaces/${this.workspaceSid}/TaskQueues/${this.sid}${tail}`;
    return this.client.request({ method, path, params: { ...params }, signal });
  }
}

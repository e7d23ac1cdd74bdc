import type { CallOptions } from '../commands/client.ts';
import type { Host } from '../host.ts';
import type { ClientOptions } from '../options.ts';
import type { TaskQueueRecord } from '../store/records.ts';
import { read } from '../wire/read.ts';
import { ChannelClient } from './channel-client.ts';

/** Options of a task queue client. */
export interface TaskQueueOptions extends ClientOptions {
  /** For access tokens, which name no queue. */
  readonly taskQueueSid?: string | undefined;
}

/** One task queue: the one a capability token is for, or the one the options name. */
export class BaseTaskQueue extends ChannelClient {
  declare readonly sid: string;

  constructor(token: string, options: TaskQueueOptions, host: Host) {
    super(token, options, host, 'taskQueueSid');
    this.sid = this.channelSid;
  }

  /** Reads the queue. */
  async fetch(options?: CallOptions): Promise<TaskQueueRecord> {
    return read(await this.api.get(this.#path, options));
  }

  /** Changes the queue, by REST parameters: `FriendlyName`, `TargetWorkers` … Needs a token that allows it. */
  async update(params: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<TaskQueueRecord> {
    return read(await this.api.post(this.#path, params, options));
  }

  /** The figures as the service sends them; `params`: `Minutes`, `StartDate`, `EndDate`, `TaskChannel` … */
  fetchStatistics(
    kind: 'Statistics' | 'RealTimeStatistics' | 'CumulativeStatistics' = 'Statistics',
    params: Readonly<Record<string, unknown>> = {},
    options?: CallOptions,
  ): Promise<unknown> {
    return this.api.get(`${this.#path}/${kind}`, options, params);
  }

  get #path(): string {
    return `TaskQueues/${this.sid}`;
  }
}

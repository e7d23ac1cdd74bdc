import type { JsonObject } from '@taskbay/protocol';
import type { CallOptions } from '../commands/client.ts';
import type { WorkerRecord } from '../store/records.ts';
import { read } from '../wire/read.ts';
import { BaseWorker, type UpdateActivityOptions } from './base-worker.ts';

/** A worker whose token has the role `supervisor`: it may also listen in, and change other workers. v2 only. */
export class BaseSupervisor extends BaseWorker {
  /** Joins the call of a reservation as a silent listener. `extra`: more conference parameters, in camelCase. */
  async monitor(taskSid: string, reservationSid: string, extra: object = {}, options?: CallOptions): Promise<void> {
    const { workerSid } = await this.api.identify(options);
    const supervise = { Instruction: 'supervise', Supervisor: workerSid, SupervisorMode: 'monitor' };
    await this.api.post(`Tasks/${taskSid}/Reservations/${reservationSid}`, supervise, { ...extra, ...options });
  }

  /** Replaces all attributes of another worker. */
  async setWorkerAttributes(sid: string, attributes: JsonObject, options?: CallOptions): Promise<WorkerRecord> {
    return read(await this.api.post(`Workers/${sid}`, { Attributes: attributes }, options));
  }

  /** Moves another worker to an activity. */
  async setWorkerActivity(
    sid: string,
    activitySid: string,
    options: Omit<UpdateActivityOptions, 'ifUnchanged'> = {},
  ): Promise<WorkerRecord> {
    return read(await this.api.post(`Workers/${sid}`, { ActivitySid: activitySid }, options));
  }
}

import type { WorkerChannel } from '../records.ts';
import { usedCapacity } from '../views/capacity.ts';

/** Worker → the worker's channels, in order of creation: a few, so that looking through them is quickest. */
export class WorkerChannels {
  private readonly workers = new Map<string, WorkerChannel[]>();

  /** All channels of a worker. */
  all(workerSid: string): readonly WorkerChannel[] {
    return this.workers.get(workerSid) ?? NONE;
  }

  of(workerSid: string, taskChannelSid: string): WorkerChannel | undefined {
    for (const channel of this.all(workerSid)) if (channel.taskChannelSid === taskChannelSid) return channel;
    return undefined;
  }

  /** Pending, accepted and wrapping reservations of a worker: each counts on its channel. */
  load(workerSid: string): number {
    let load = 0;
    for (const channel of this.all(workerSid)) load += usedCapacity(channel);
    return load;
  }

  replace(before: WorkerChannel | undefined, after: WorkerChannel | undefined): void {
    const { workerSid, sid } = (after ?? before) as WorkerChannel;
    const channels = this.workers.get(workerSid) ?? [];
    const at = channels.findIndex((channel) => channel.sid === sid);
    if (after === undefined) {
      channels.splice(at, 1);
      if (channels.length === 0) this.workers.delete(workerSid);
    } else if (at >= 0) {
      channels[at] = after;
    } else {
      channels.push(after);
      channels.sort((a, b) => a.ordinal - b.ordinal);
      this.workers.set(workerSid, channels);
    }
  }
}

const NONE: readonly WorkerChannel[] = [];

import { LastingMap } from '../lasting-map.ts';
import type { WorkerChannel } from '../records.ts';
import { usedCapacity } from '../views/capacity.ts';

/** Worker → the worker's channels, in order of creation: a few, so that looking through them is quickest. */
export class WorkerChannels {
  /** Lists that change in place. */
  private readonly workers = new LastingMap<WorkerChannel[]>();

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

  /** Takes a channel in, in place of the version it had before; answers with that. */
  put(channel: WorkerChannel): WorkerChannel | undefined {
    const channels = this.workers.get(channel.workerSid);
    if (channels === undefined) {
      this.workers.set(channel.workerSid, [channel]);
      return undefined;
    }
    for (let at = 0; at < channels.length; at += 1) {
      const before = channels[at];
      if (before?.sid !== channel.sid) continue;
      channels[at] = channel;
      return before;
    }
    channels.push(channel);
    channels.sort((a, b) => a.ordinal - b.ordinal);
    return undefined;
  }

  remove({ workerSid, sid }: WorkerChannel): void {
    const kept = this.all(workerSid).filter((channel) => channel.sid !== sid);
    if (kept.length > 0) this.workers.set(workerSid, kept);
    else this.workers.delete(workerSid);
  }
}

const NONE: readonly WorkerChannel[] = [];

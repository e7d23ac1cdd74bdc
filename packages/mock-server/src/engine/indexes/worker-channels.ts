import type { WorkerChannel } from '../records.ts';

/** Worker → the worker's channels, in order of creation: a few, so that looking through them is quickest. */
export class WorkerChannels {
  private readonly workers = new Map<string, WorkerChannel[]>();

  of(workerSid: string, taskChannelSid: string): WorkerChannel | undefined {
    const channels = this.workers.get(workerSid);
    if (channels === undefined) return undefined;
    for (const channel of channels) if (channel.taskChannelSid === taskChannelSid) return channel;
    return undefined;
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

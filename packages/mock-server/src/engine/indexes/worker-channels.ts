import type { WorkerChannel } from '../records.ts';

/** Worker → task channel → the worker's channel. */
export class WorkerChannels {
  private readonly workers = new Map<string, Map<string, WorkerChannel>>();

  of(workerSid: string, taskChannelSid: string): WorkerChannel | undefined {
    return this.workers.get(workerSid)?.get(taskChannelSid);
  }

  replace(before: WorkerChannel | undefined, after: WorkerChannel | undefined): void {
    if (after !== undefined) this.set(after);
    else if (before !== undefined) this.delete(before);
  }

  private set(channel: WorkerChannel): void {
    const channels = this.workers.get(channel.workerSid);
    if (channels === undefined) {
      this.workers.set(channel.workerSid, new Map([[channel.taskChannelSid, channel]]));
    } else channels.set(channel.taskChannelSid, channel);
  }

  private delete({ workerSid, taskChannelSid }: WorkerChannel): void {
    const channels = this.workers.get(workerSid);
    channels?.delete(taskChannelSid);
    if (channels?.size === 0) this.workers.delete(workerSid);
  }
}

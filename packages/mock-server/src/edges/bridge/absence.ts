import { workspaceOf } from '../../engine/state.ts';
import type { EdgeContext } from '../context.ts';
import type { Session } from './session.ts';

/** Server milliseconds that a worker may be without a socket before it is taken offline (WORK-6). */
const GRACE_MS = 10_000;

/** Workers whose last socket was a v2 one and is gone: unless one comes back in time, they are taken offline. */
export class Absences {
  private readonly context: EdgeContext;
  private readonly cancels = new Map<string, () => void>();

  constructor(context: EdgeContext) {
    this.context = context;
  }

  /** The worker's last session was lost. A v1 client says itself what its absence means. */
  left({ workerSid, facts: { identity, offlineWhenGone } }: Session): void {
    if (workerSid === undefined || !offlineWhenGone) return;
    this.back(workerSid);
    const cancel = this.context.runtime.setTimer(GRACE_MS, 'worker disconnected', workerSid, async () => {
      this.cancels.delete(workerSid);
      await this.takeOffline(identity.workspaceSid, workerSid);
    });
    this.cancels.set(workerSid, cancel);
  }

  /** The worker has a session again. */
  back(workerSid: string): void {
    this.cancels.get(workerSid)?.();
    this.cancels.delete(workerSid);
  }

  reset(): void {
    for (const workerSid of [...this.cancels.keys()]) this.back(workerSid);
  }

  private async takeOffline(workspaceSid: string, workerSid: string): Promise<void> {
    const { runtime, log } = this.context;
    const activitySid = await runtime.read(workspaceSid, (state) => workspaceOf(state).timeoutActivitySid);
    if (activitySid === undefined) return;
    const actor = { type: 'workspace', sid: workspaceSid } as const;
    const outcome = await runtime.dispatch(workspaceSid, { type: 'worker.update', sid: workerSid, activitySid }, actor);
    // A worker deleted meanwhile has nowhere to go.
    if (outcome.ok || outcome.rejection.code === 'not_found') return;
    log.warn('A disconnected worker was not taken offline', { worker: workerSid, reason: outcome.rejection.code });
  }
}

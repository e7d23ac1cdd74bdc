import type { EdgeContext } from '../context.ts';
import { refuseByPolicy } from './policies.ts';
import type { Session } from './session.ts';

/**
 * A worker's last connection is gone: a v1 client that asked for it when it connected is moved to its disconnect
 * activity, if its token lets it change the activity at all.
 */
export async function leaveWorker({ runtime, log }: EdgeContext, session: Session): Promise<void> {
  const { identity, origin, disconnectActivitySid: activitySid } = session.facts;
  if (identity.wire !== 'v1' || identity.workerSid === undefined || activitySid === undefined) return;
  const { workspaceSid, workerSid } = identity;
  const path = `/v1/Workspaces/${workspaceSid}/Workers/${workerSid}`;
  const params = { ActivitySid: activitySid };
  const denied = refuseByPolicy(identity, origin, { url: path, method: 'POST', params });
  if (denied !== undefined) {
    log.warn('disconnectActivitySid is not applied', { worker: workerSid, reason: denied.error.message });
    return;
  }
  const actor = { type: 'worker', sid: workerSid } as const;
  const outcome = await runtime.dispatch(workspaceSid, { type: 'worker.update', sid: workerSid, activitySid }, actor);
  if (!outcome.ok) {
    log.warn('disconnectActivitySid is not applied', { worker: workerSid, reason: outcome.rejection.code });
  }
}

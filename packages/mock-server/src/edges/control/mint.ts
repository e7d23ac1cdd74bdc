import { WORKER_ROLES } from '@taskbay/protocol';
import {
  mintAccessToken,
  mintTaskQueueToken,
  mintWorkerToken,
  mintWorkspaceToken,
  taskQueuePolicies,
  workerPolicies,
  workspacePolicies,
} from '@taskbay/token';
import * as v from 'valibot';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Credentials } from '../context.ts';
import { findSubject, type TokenSubject } from './lookup.ts';
import { ControlRefusal } from './refusal.ts';

const DAY = 86_400;

const name = v.pipe(v.string('must be a name or a SID'), v.minLength(1, 'must not be empty'));

/** For whom and of which kind a token is to be minted. */
export const tokenRequest = v.pipe(
  v.strictObject({
    worker: v.exactOptional(name),
    taskQueue: v.exactOptional(name),
    workspace: v.exactOptional(name),
    kind: v.exactOptional(v.picklist(['access', 'capability'], 'must be "access" or "capability"')),
    role: v.exactOptional(v.picklist(WORKER_ROLES, `must be one of ${WORKER_ROLES.join(', ')}`)),
    ttl: v.exactOptional(
      v.pipe(
        v.number('must be a number of seconds'),
        v.integer('must be a whole number of seconds'),
        v.minValue(1, 'must be 1 or more'),
        v.maxValue(DAY, `must be at most ${DAY}`),
      ),
    ),
  }),
  v.check(
    ({ worker, taskQueue, workspace }) =>
      (worker === undefined || taskQueue === undefined) && (worker ?? taskQueue ?? workspace) !== undefined,
    'must name a worker, a taskQueue or a workspace',
  ),
);

export type TokenRequest = v.InferOutput<typeof tokenRequest>;

export interface MintedToken {
  readonly token: string;
  readonly kind: 'access' | 'capability';
  /** ISO 8601, on the server's clock. */
  readonly expiresAt: string;
}

const DEFAULT_TTL = 3_600;

/**
 * Mints a development token. Access tokens (default) are for workers and workspaces, capability tokens for task queues
 * too. Throws MockServerError when nothing has that name, ControlRefusal for a combination that no token can say.
 */
export async function mintToken(
  runtime: Runtime,
  credentials: Credentials,
  request: TokenRequest,
): Promise<MintedToken> {
  const { worker, taskQueue, workspace, ttl = DEFAULT_TTL } = request;
  const of = worker !== undefined ? 'worker' : taskQueue !== undefined ? 'taskQueue' : 'workspace';
  const kind = request.kind ?? (of === 'taskQueue' ? 'capability' : 'access');
  checkCombination(of, kind, request.role);
  const subject = await findSubject(runtime, of, worker ?? taskQueue ?? workspace ?? '', workspace);
  // Tokens carry host time, as a real client's back end mints them; the server shifts them to its clock.
  const issue: Issue = { subject, ttl, now: runtime.host.now() };
  const token =
    kind === 'access'
      ? await accessToken(credentials, issue, of === 'worker', request.role)
      : await CAPABILITY[of](credentials, issue);
  return { token, kind, expiresAt: new Date(runtime.clock.now() + ttl * 1000).toISOString() };
}

interface Issue {
  readonly subject: TokenSubject;
  readonly ttl: number;
  readonly now: number;
}

function checkCombination(of: keyof typeof CAPABILITY, kind: MintedToken['kind'], role: TokenRequest['role']): void {
  if (kind === 'capability' && role !== undefined) {
    throw new ControlRefusal('invalid_request', 'role is for access tokens; capability tokens carry policies');
  }
  if (kind === 'access' && of === 'taskQueue') {
    throw new ControlRefusal('invalid_request', 'kind must be "capability" for a taskQueue: access tokens name none');
  }
  if (kind === 'access' && of === 'workspace' && role === 'worker') {
    throw new ControlRefusal('invalid_request', 'role "worker" needs a worker; a workspace takes supervisor or admin');
  }
}

function accessToken(credentials: Credentials, { subject, ttl, now }: Issue, forWorker: boolean, role?: string) {
  const { accountSid, apiKeySid, apiKeySecret } = credentials;
  return mintAccessToken({
    accountSid,
    apiKeySid,
    apiKeySecret,
    identity: subject.name,
    workspaceSid: subject.workspaceSid,
    ...(forWorker ? { workerSid: subject.sid } : {}),
    role: role ?? (forWorker ? 'worker' : 'supervisor'),
    ttl,
    now,
  });
}

/** Capability tokens that permit what a desk needs: everything below the worker, the queue or the workspace. */
const CAPABILITY = {
  worker: (credentials: Credentials, { subject, ttl, now }: Issue) => {
    const scope = { ...account(credentials), workspaceSid: subject.workspaceSid, workerSid: subject.sid };
    const policies = [
      ...workerPolicies.automatic(scope),
      ...workerPolicies.activityUpdates(scope),
      ...workerPolicies.reservationUpdates(scope),
      ...workerPolicies.fetchSubresources(scope),
      ...workerPolicies.updates(scope),
      ...workerPolicies.updatesSubresources(scope),
    ];
    return mintWorkerToken({ ...scope, policies, ttl, now });
  },
  taskQueue: (credentials: Credentials, { subject, ttl, now }: Issue) => {
    const scope = { ...account(credentials), workspaceSid: subject.workspaceSid, taskQueueSid: subject.sid };
    const policies = [...taskQueuePolicies.automatic(scope), ...taskQueuePolicies.fetchSubresources(scope)];
    return mintTaskQueueToken({ ...scope, policies, ttl, now });
  },
  workspace: (credentials: Credentials, { subject, ttl, now }: Issue) => {
    const scope = { ...account(credentials), workspaceSid: subject.workspaceSid };
    const policies = [...workspacePolicies.automatic(scope), ...workspacePolicies.fetchSubresources(scope)];
    return mintWorkspaceToken({ ...scope, policies, ttl, now });
  },
} as const;

function account({ accountSid, authToken }: Credentials) {
  return { accountSid, authToken };
}

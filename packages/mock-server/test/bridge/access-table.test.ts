import { taskQueuePolicies, workspacePolicies } from '@taskbay/token';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/edges/operations/operation.ts';
import { OPERATIONS } from '../../src/edges/operations/route.ts';
import { createRest } from '../../src/edges/rest/rest.ts';
import {
  ACCOUNT,
  ALICE,
  AVAILABLE,
  BOB,
  BREAK,
  CHANNEL,
  CREDENTIALS,
  ORIGIN,
  QUEUE,
  sid,
  WORKFLOW,
  WORKSPACE,
  World,
} from './support/world.ts';

/** Whose worker, task and reservation a request is about. */
type Owner = 'own' | 'other';
type Verdict = 'allowed' | 'refused' | 'no command';

/** What each role may do on the v2 wire: to its own worker, task and reservation, and to those of others. */
const V2: Readonly<
  Record<string, Readonly<Record<'worker' | 'supervisor' | 'admin', Readonly<Record<Owner, Verdict>>>>>
> = (() => {
  const anybody = { own: 'allowed', other: 'allowed' } as const;
  const own = { own: 'allowed', other: 'refused' } as const;
  const nobody = { own: 'refused', other: 'refused' } as const;
  const read = { worker: anybody, supervisor: anybody, admin: anybody };
  const change = { worker: own, supervisor: anybody, admin: anybody };
  return {
    FetchWorker: read,
    ListWorker: read,
    FetchActivity: read,
    ListActivity: read,
    FetchWorkerChannel: read,
    ListWorkerChannel: read,
    FetchWorkerReservation: read,
    ListWorkerReservation: read,
    FetchTaskReservation: read,
    ListTaskReservation: read,
    FetchTask: read,
    ListTask: read,
    FetchTaskQueue: read,
    ListTaskQueue: read,
    UpdateWorker: change,
    UpdateWorkerReservation: change,
    UpdateTaskReservation: change,
    UpdateTask: change,
    CreateTask: change,
    UpdateWorkerChannel: { worker: nobody, supervisor: anybody, admin: anybody },
  };
})();

interface Planted {
  readonly world: World;
  readonly task: Readonly<Record<string, string>>;
  readonly reservation: Readonly<Record<string, string>>;
}

/** Alice and Bob, each with one offered task. */
async function plant(): Promise<Planted> {
  const world = await World.create();
  const task: Record<string, string> = {};
  const reservation: Record<string, string> = {};
  for (const worker of [ALICE, BOB]) {
    await world.makeAvailable(worker);
    const taskSid = await world.createTask();
    await world.run({ type: 'worker.update', sid: worker, activitySid: BREAK });
    task[worker] = taskSid;
    reservation[worker] =
      (await world.runtime.read(WORKSPACE, ({ indexes }) => [...indexes.taskReservations.members(taskSid)][0])) ?? '';
  }
  return { world, task, reservation };
}

function fill(path: string, { task, reservation }: Planted, worker: string, workspace: string): string {
  const byCollection: Readonly<Record<string, string | undefined>> = {
    Activities: AVAILABLE,
    TaskChannels: CHANNEL,
    TaskQueues: QUEUE,
    Workflows: WORKFLOW,
    Workers: worker,
    Tasks: task[worker],
    Reservations: reservation[worker],
    Channels: 'default',
    Events: sid('EV', 1),
    Workspaces: workspace,
  };
  const segments = path.split('/');
  return segments.map((part, at) => (part.startsWith('{') ? byCollection[segments[at - 1] ?? ''] : part)).join('/');
}

/** Enough for the request to be carried out, or to be refused for another reason than who asks. */
function params({ id }: Operation, worker: string): Readonly<Record<string, string>> {
  if (id === 'CreateTask') return { RoutingTarget: worker };
  return id === 'UpdateWorkerReservation' || id === 'UpdateTaskReservation' ? { ReservationStatus: 'rejected' } : {};
}

function verdictOf(status: number, message: string): Verdict {
  if (message.startsWith('The event bridge has no command')) return 'no command';
  return status === 401 || status === 403 ? 'refused' : 'allowed';
}

async function v2(operation: Operation, role: string, owner: Owner, workspace = WORKSPACE): Promise<Verdict> {
  const planted = await plant();
  const worker = owner === 'own' ? ALICE : BOB;
  const token = await planted.world.accessToken({ role });
  const url = fill(operation.path, planted, worker, workspace);
  const reply = await planted.world.command(token, operation.method, url, params(operation, worker));
  const { payload } = reply.body as { readonly payload?: { readonly message?: string } };
  const message = payload?.message ?? String((reply.body as Record<string, unknown>).message ?? '');
  return verdictOf(reply.status, message);
}

describe.each(['worker', 'supervisor', 'admin'] as const)('the role %s on the v2 wire', (role) => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const expected = V2[id]?.[role] ?? { own: 'no command', other: 'no command' };
    expect({ own: await v2(operation, role, 'own'), other: await v2(operation, role, 'other') }).toEqual(expected);
    const elsewhere = await v2(operation, role, 'own', sid('WS', 99));
    if (operation.path.includes('{WorkspaceSid}')) expect(elsewhere).not.toBe('allowed');
  });
});

/** Basic credentials by kind; everything but the first two is nobody. */
const CREDENTIAL_KINDS = {
  'auth token': [ACCOUNT, CREDENTIALS.authToken],
  'API key': [CREDENTIALS.apiKeySid, CREDENTIALS.apiKeySecret],
  'wrong token': [ACCOUNT, 'b'.repeat(32)],
  'another account': [sid('AC', 99), CREDENTIALS.authToken],
  'the key with the token': [CREDENTIALS.apiKeySid, CREDENTIALS.authToken],
  nothing: undefined,
} as const;

describe.each(Object.entries(CREDENTIAL_KINDS))('REST with %s', (kind, pair) => {
  const known = kind === 'auth token' || kind === 'API key';

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
    const planted = await plant();
    const { runtime } = planted.world;
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const rest = createRest({ runtime, credentials: CREDENTIALS, log });
    const before = await runtime.read(WORKSPACE, ({ counters }) => counters.command);
    const request = new Request(`${ORIGIN}/v1${fill(operation.path, planted, BOB, WORKSPACE)}`, {
      method: operation.method,
      headers: pair === undefined ? {} : { authorization: `Basic ${btoa(pair.join(':'))}` },
    });
    const response = await rest(request, { onFinished: (run) => run(), pushDelayMs: 0 });
    expect(response.status === 401).toBe(!known);
    if (known) return;
    expect(await response.json()).toMatchObject({ code: 20003, status: 401 });
    expect(await runtime.read(WORKSPACE, ({ counters }) => counters.command)).toBe(before);
  });

  it('a bearer token of a worker is no credential', async () => {
    const { world } = await plant();
    const quiet = () => undefined;
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const rest = createRest({ runtime: world.runtime, credentials: CREDENTIALS, log });
    const headers = { authorization: `Bearer ${await world.accessToken({ role: 'admin' })}` };
    const request = new Request(`${ORIGIN}/v1/Workspaces`, { headers });
    expect((await rest(request, { onFinished: (run) => run(), pushDelayMs: 0 })).status).toBe(401);
  });
});

/**
 * What the vendor's default policies of a worker's token open on the v1 wire: the list of activities, every task with
 * its reservations, and the worker itself with its reservations.
 */
function v1Allows({ id }: Operation, owner: Owner): boolean {
  if (/^(ListActivity|(Fetch|List|Create|Update)Task|(Fetch|List|Update)TaskReservation)$/.test(id)) return true;
  return owner === 'own' && /^(FetchWorker|(Fetch|List|Update)WorkerReservation)$/.test(id);
}

describe('a capability token of a worker on the v1 wire', () => {
  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
    for (const owner of ['own', 'other'] as const) {
      const planted = await plant();
      const token = await planted.world.capabilityToken();
      const worker = owner === 'own' ? ALICE : BOB;
      const url = `${ORIGIN}/v1${fill(operation.path, planted, worker, WORKSPACE)}`;
      const path = `/v1/wschannels/${ACCOUNT}/${ALICE}`;
      const envelope = { url, method: operation.method, params: params(operation, worker), token };
      const reply = await planted.world.post(envelope, { path });
      const wanted = v1Allows(operation, owner);
      expect([owner, reply.status !== 403 && reply.status !== 401]).toEqual([owner, wanted]);
    }
  });
});

/** The ids of operations by their method, at or below a path. */
const below = (path: string, method: string): readonly string[] =>
  OPERATIONS.filter(
    (operation) => operation.method === method && (operation.path === path || operation.path.startsWith(`${path}/`)),
  ).map(({ id }) => id);

const IN_WORKSPACE = '/Workspaces/{WorkspaceSid}';
const OF_QUEUE = `${IN_WORKSPACE}/TaskQueues`;
const queueStatistics = below(`${OF_QUEUE}/{TaskQueueSid}`, 'GET');
const workspaceScope = { accountSid: ACCOUNT, workspaceSid: WORKSPACE };
const queueScope = { ...workspaceScope, taskQueueSid: QUEUE };

/** What each capability opens besides reading the channel's own resource; nothing else is ever open. */
const WORKSPACE_TOKENS = {
  automatic: [],
  fetchSubresources: below(IN_WORKSPACE, 'GET'),
  updates: ['UpdateWorkspace'],
  updatesSubresources: below(IN_WORKSPACE, 'POST'),
  delete: ['DeleteWorkspace'],
  deleteSubresources: below(IN_WORKSPACE, 'DELETE'),
} as const satisfies { readonly [K in keyof typeof workspacePolicies]?: readonly string[] };

const QUEUE_TOKENS = {
  automatic: [],
  fetchSubresources: queueStatistics,
  updates: ['UpdateTaskQueue'],
  updatesSubresources: ['UpdateTaskQueue'],
  delete: ['DeleteTaskQueue'],
  deleteSubresources: ['DeleteTaskQueue'],
} as const satisfies { readonly [K in keyof typeof taskQueuePolicies]?: readonly string[] };

/** Whether the token's own channel carries the request out, at `workspace` and, for paths that name one, at `queue`. */
async function carriedOut(
  operation: Operation,
  channel: string,
  tokenOf: (world: World) => Promise<string>,
  { workspace = WORKSPACE, queue = QUEUE } = {},
): Promise<boolean> {
  const planted = await plant();
  const url = `${ORIGIN}/v1${fill(operation.path, planted, ALICE, workspace).replace(QUEUE, queue)}`;
  const token = await tokenOf(planted.world);
  const envelope = { url, method: operation.method, params: params(operation, ALICE), token };
  const reply = await planted.world.post(envelope, { path: `/v1/wschannels/${ACCOUNT}/${channel}` });
  return reply.status !== 403 && reply.status !== 401;
}

const WORKSPACE_CASES = Object.entries(WORKSPACE_TOKENS) as [keyof typeof WORKSPACE_TOKENS, readonly string[]][];
const QUEUE_CASES = Object.entries(QUEUE_TOKENS) as [keyof typeof QUEUE_TOKENS, readonly string[]][];

describe.each(WORKSPACE_CASES)('a capability token of a workspace with %s on the v1 wire', (capability, opened) => {
  const policies = [...workspacePolicies.automatic(workspaceScope), ...workspacePolicies[capability](workspaceScope)];
  const token = (world: World) => world.workspaceToken({ policies });

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const wanted = id === 'FetchWorkspace' || opened.includes(id);
    expect(await carriedOut(operation, WORKSPACE, token)).toBe(wanted);
    if (!operation.path.includes('{WorkspaceSid}')) return;
    expect(await carriedOut(operation, WORKSPACE, token, { workspace: sid('WS', 99) })).toBe(false);
  });
});

describe.each(QUEUE_CASES)('a capability token of a task queue with %s on the v1 wire', (capability, opened) => {
  const policies = [...taskQueuePolicies.automatic(queueScope), ...taskQueuePolicies[capability](queueScope)];
  const token = (world: World) => world.taskQueueToken({ policies });

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (id, operation) => {
    const wanted = id === 'FetchTaskQueue' || opened.includes(id);
    expect(await carriedOut(operation, QUEUE, token)).toBe(wanted);
    if (wanted) expect(await carriedOut(operation, QUEUE, token, { queue: sid('WQ', 99) })).toBe(false);
  });
});

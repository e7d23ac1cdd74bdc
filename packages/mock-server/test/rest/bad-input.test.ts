import { beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  AUTH_TOKEN,
  basic,
  createRestServer,
  ORIGIN,
  plantWorkspace,
  type RestServer,
} from './rest-server.ts';

type Planted = Awaited<ReturnType<typeof plantWorkspace>>;

let server: RestServer;
let planted: Planted;
beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
});

interface Bad {
  readonly what: string;
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH';
  /** Below the workspace; absolute below `/v1` when it starts with `//`. */
  readonly path: (planted: Planted) => string;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly code: number;
  readonly message: string | RegExp;
}

const GONE = '0'.repeat(32);
const tasks = () => '/Tasks';
const queues = () => '/TaskQueues';
const workers = () => '/Workers';
const workflows = () => '/Workflows';
const bad20001 = { status: 400, code: 20001 } as const;

const ROWS: readonly Bad[] = [
  {
    what: 'JSON instead of a form',
    path: tasks,
    body: '{"Priority":1}',
    type: 'application/json',
    ...bad20001,
    message: /its type is application\/json, and only application\/x-www-form-urlencoded is read/,
  },
  {
    what: 'a multipart form',
    path: tasks,
    body: '--x',
    type: 'multipart/form-data; boundary=x',
    ...bad20001,
    message: /its type is multipart\/form-data/,
  },
  { what: 'a broken escape', path: tasks, body: 'Priority=%zz', ...bad20001, message: /percent sign/ },
  { what: 'an escape that is no UTF-8', path: tasks, body: 'Attributes=%ff', ...bad20001, message: /percent sign/ },
  {
    what: 'a body that is too large',
    path: tasks,
    body: `Attributes=${'x'.repeat(1_200_001)}`,
    status: 413,
    code: 20001,
    message: /larger than 1200000 bytes/,
  },
  {
    what: 'attributes that are no JSON',
    path: tasks,
    form: { Attributes: '{"lang":' },
    ...bad20001,
    message: 'Invalid Attributes parameter: must be a JSON object, such as {"skill":"voice"}',
  },
  { what: 'attributes that are a list', path: tasks, form: { Attributes: '[1]' }, ...bad20001, message: /Attributes/ },
  { what: 'attributes that are null', path: tasks, form: { Attributes: 'null' }, ...bad20001, message: /Attributes/ },
  {
    what: 'attributes that are too long',
    path: tasks,
    form: { Attributes: `{"a":"${'x'.repeat(4096)}"}` },
    ...bad20001,
    message: /Attributes parameter: must not be longer than 4096/,
  },
  {
    what: 'worker attributes that are no JSON',
    path: workers,
    form: { FriendlyName: 'Bea', Attributes: 'es' },
    ...bad20001,
    message: /Attributes/,
  },
  {
    what: 'a priority that is no number',
    path: tasks,
    form: { Priority: 'high' },
    ...bad20001,
    message: 'Invalid Priority parameter: must be a whole number',
  },
  {
    what: 'a priority below 0',
    path: tasks,
    form: { Priority: '-1' },
    ...bad20001,
    message: /Priority parameter: must be a whole number from 0 to 2147483647/,
  },
  { what: 'a timeout above the limit', path: tasks, form: { Timeout: '1209601' }, ...bad20001, message: /Timeout/ },
  {
    what: 'a malformed workflow SID',
    path: tasks,
    form: { WorkflowSid: 'WW1' },
    ...bad20001,
    message: 'Invalid WorkflowSid parameter: must be a SID: WW and 32 hex digits',
  },
  {
    what: 'the SID of another kind',
    path: tasks,
    form: { WorkflowSid: `WQ${GONE}` },
    ...bad20001,
    message: /WorkflowSid/,
  },
  {
    what: 'an unknown workflow',
    path: tasks,
    form: { WorkflowSid: `WW${GONE}` },
    ...bad20001,
    message: /WorkflowSid parameter: WW0+ does not exist in workspace WS/,
  },
  {
    what: 'an unknown routing target',
    path: tasks,
    form: { RoutingTarget: `WK${GONE}` },
    ...bad20001,
    message: /RoutingTarget/,
  },
  { what: 'an unknown task channel', path: tasks, form: { TaskChannel: 'fax' }, ...bad20001, message: /TaskChannel/ },
  {
    what: 'a start in the future',
    path: tasks,
    form: { VirtualStartTime: '2026-01-05T09:00:01Z' },
    ...bad20001,
    message: /future/,
  },
  {
    what: 'a start that is no date',
    path: tasks,
    form: { VirtualStartTime: 'yesterday' },
    ...bad20001,
    message: /VirtualStartTime parameter: must be an ISO 8601/,
  },
  {
    what: 'IgnoreCapacity without a worker',
    path: tasks,
    form: { IgnoreCapacity: 'true' },
    ...bad20001,
    message: /IgnoreCapacity/,
  },
  {
    what: 'a missing name',
    path: queues,
    form: {},
    ...bad20001,
    message: 'Invalid FriendlyName parameter: is required',
  },
  {
    what: 'an empty name',
    path: queues,
    form: { FriendlyName: '' },
    ...bad20001,
    message: 'Invalid FriendlyName parameter: must not be empty',
  },
  {
    what: 'a name that is too long',
    path: workers,
    form: { FriendlyName: 'x'.repeat(65) },
    ...bad20001,
    message: /not be longer than 64/,
  },
  {
    what: 'a worker name that is taken in another case',
    path: workers,
    form: { FriendlyName: 'ANA' },
    ...bad20001,
    message: /Worker named ANA already exists for workspace WS\w+ for account AC\w+/,
  },
  {
    what: 'a queue name that is taken',
    path: queues,
    form: { FriendlyName: 'Spanish' },
    ...bad20001,
    message: /^Queue named Spanish already exists for workspace WS\w+ for account AC\w+$/,
  },
  {
    what: 'a queue expression that cannot be read',
    path: queues,
    form: { FriendlyName: 'New', TargetWorkers: 'es ==' },
    ...bad20001,
    message: /TargetWorkers parameter: .*line 1, column/,
  },
  {
    what: 'MaxReservedWorkers of 51',
    path: queues,
    form: { FriendlyName: 'New', MaxReservedWorkers: '51' },
    ...bad20001,
    message: /from 1 to 50/,
  },
  {
    what: 'an unknown task order',
    path: queues,
    form: { FriendlyName: 'New', TaskOrder: 'RANDOM' },
    ...bad20001,
    message: /TaskOrder parameter: must be one of FIFO, LIFO/,
  },
  {
    what: 'a workflow configuration that is no JSON',
    path: workflows,
    form: { FriendlyName: 'New', Configuration: '{' },
    ...bad20001,
    message: /Configuration/,
  },
  {
    what: 'a workflow configuration with an unknown queue',
    path: workflows,
    form: { FriendlyName: 'New', Configuration: `{"task_routing":{"default_filter":{"queue":"WQ${GONE}"}}}` },
    ...bad20001,
    message: /Configuration parameter: .*WQ0+/,
  },
  {
    what: 'a workflow configuration that is too long',
    path: workflows,
    form: { FriendlyName: 'New', Configuration: ' '.repeat(1_038_577) },
    ...bad20001,
    message: /longer than 1038576 bytes/,
  },
  {
    what: 'a callback that is no URL',
    path: workflows,
    form: { FriendlyName: 'New', Configuration: '{}', AssignmentCallbackUrl: 'ftp://x' },
    ...bad20001,
    message: /AssignmentCallbackUrl parameter: must be an http or https URL/,
  },
  {
    what: 'an unknown activity',
    path: ({ ana }) => `/Workers/${ana}`,
    form: { ActivitySid: `WA${GONE}` },
    ...bad20001,
    message: /ActivitySid parameter: WA0+ does not exist/,
  },
  {
    what: 'rejecting offers on the way to an available activity',
    path: ({ ana }) => `/Workers/${ana}`,
    form: { RejectPendingReservations: 'true' },
    ...bad20001,
    message: /Available activity/,
  },
  {
    what: 'a negative capacity',
    path: ({ ana }) => `/Workers/${ana}/Channels/voice`,
    form: { Capacity: '-1' },
    ...bad20001,
    message: /Capacity/,
  },
  {
    what: 'a unique name with a leading digit',
    path: () => '/TaskChannels',
    form: { FriendlyName: 'Two', UniqueName: '2nd' },
    ...bad20001,
    message: /UniqueName/,
  },
  {
    what: 'an unknown default activity',
    path: () => '',
    form: { DefaultActivitySid: `WA${GONE}` },
    ...bad20001,
    message: /DefaultActivitySid/,
  },
  {
    what: 'going back to single-tasking',
    path: () => '',
    form: { MultiTaskEnabled: 'false' },
    ...bad20001,
    message: /MultiTaskEnabled/,
  },
  {
    what: 'an unknown template',
    path: () => '//Workspaces',
    form: { FriendlyName: 'New', Template: 'LIFO' },
    ...bad20001,
    message: /Template/,
  },
  {
    what: 'an unknown status to filter by',
    method: 'GET',
    path: () => '/Tasks?AssignmentStatus=pending,done',
    ...bad20001,
    message: /AssignmentStatus parameter: must be one of pending/,
  },
  {
    what: 'an unknown order',
    method: 'GET',
    path: () => '/Tasks?Ordering=Age:asc',
    ...bad20001,
    message: /Ordering parameter: Age:asc is not one of DateCreated, Priority, VirtualStartTime/,
  },
  {
    what: 'an order that cannot be',
    method: 'GET',
    path: () => '/Tasks?Ordering=DateCreated:asc,VirtualStartTime:asc',
    ...bad20001,
    message: /cannot combine/,
  },
  {
    what: 'a task expression that cannot be read',
    method: 'GET',
    path: () => '/Tasks?EvaluateTaskAttributes=lang%3D%3D',
    ...bad20001,
    message: /EvaluateTaskAttributes/,
  },
  {
    what: 'a worker expression that cannot be read',
    method: 'GET',
    path: () => '/Workers?TargetWorkersExpression=%28',
    ...bad20001,
    message: /TargetWorkersExpression/,
  },
  {
    what: 'worker attributes to evaluate that are no JSON',
    method: 'GET',
    path: () => '/TaskQueues?EvaluateWorkerAttributes=x',
    ...bad20001,
    message: /EvaluateWorkerAttributes/,
  },
  {
    what: 'events of long ago',
    method: 'GET',
    path: () => '/Events?StartDate=2025-12-06T08:59:59Z',
    ...bad20001,
    message: /StartDate parameter: must not be more than 30 days ago/,
  },
  { what: 'a page size of 0', method: 'GET', path: () => '/Tasks?PageSize=0', ...bad20001, message: /PageSize/ },
  {
    what: 'a page size that is no number',
    method: 'GET',
    path: () => '/Tasks?PageSize=many',
    ...bad20001,
    message: /PageSize/,
  },
  {
    what: 'a page number without a token',
    method: 'GET',
    path: () => '/Tasks?Page=2',
    status: 400,
    code: 40153,
    message: /next_page_url/,
  },
  {
    what: 'a malformed page token',
    method: 'GET',
    path: () => '/Tasks?Page=1&PageToken=PAxyz',
    status: 400,
    code: 21481,
    message: 'Invalid PageToken PAxyz; follow next_page_url from the first page',
  },
  {
    what: 'a page token of nothing',
    method: 'GET',
    path: () => `/Tasks?Page=1&PageToken=PAWT${GONE}`,
    status: 400,
    code: 21481,
    message: /PageToken/,
  },
  {
    what: 'If-Match that is no version',
    path: ({ ana }) => `/Workers/${ana}`,
    form: {},
    headers: { 'if-match': 'abc' },
    ...bad20001,
    message: /If-Match parameter: must be a version/,
  },
  {
    what: 'another version',
    path: ({ ana }) => `/Workers/${ana}`,
    form: { FriendlyName: 'Anna' },
    headers: { 'if-match': '"7"' },
    status: 412,
    code: 20001,
    message: /is at version 0, not 7 as If-Match asks/,
  },
  {
    what: 'deleting another version',
    method: 'DELETE',
    path: ({ ana }) => `/Workers/${ana}`,
    headers: { 'if-match': '7' },
    status: 412,
    code: 20001,
    message: /version/,
  },
  {
    what: 'deleting a queue that a workflow names',
    method: 'DELETE',
    path: ({ spanish }) => `/TaskQueues/${spanish}`,
    ...bad20001,
    message: /^Cannot delete TaskQueue WQ\w+ in workspace WS\w+ because it is used by workflow WW\w+/,
  },
  {
    what: 'deleting the default activity',
    method: 'DELETE',
    path: ({ activity }) => `/Activities/${activity('Offline')}`,
    ...bad20001,
    message: /default activity/,
  },
  {
    what: 'deleting the default channel',
    method: 'DELETE',
    path: () => '/TaskChannels/default',
    ...bad20001,
    message: /Cannot delete TaskChannel/,
  },
  {
    what: 'another method',
    method: 'PUT',
    path: tasks,
    status: 405,
    code: 20004,
    message: /Method PUT is not allowed on \/Workspaces\/WS\w+\/Tasks/,
  },
  { what: 'deleting a collection', method: 'DELETE', path: tasks, status: 405, code: 20004, message: /DELETE/ },
  {
    what: 'an unknown task',
    method: 'GET',
    path: () => `/Tasks/WT${GONE}`,
    status: 404,
    code: 20404,
    message: /^The requested resource \/Workspaces\/WS\w{32}\/Tasks\/WT0{32} was not found$/,
  },
  {
    what: 'an unknown task to update',
    path: () => `/Tasks/WT${GONE}`,
    form: { Priority: '1' },
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'an unknown task to delete',
    method: 'DELETE',
    path: () => `/Tasks/WT${GONE}`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'reservations of an unknown task',
    method: 'GET',
    path: () => `/Tasks/WT${GONE}/Reservations`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'channels of an unknown worker',
    method: 'GET',
    path: () => `/Workers/WK${GONE}/Channels`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'an unknown event',
    method: 'GET',
    path: () => `/Events/EV${GONE}`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'an unknown workspace',
    method: 'GET',
    path: () => `//Workspaces/WS${GONE}`,
    status: 404,
    code: 20404,
    message: `The requested resource /Workspaces/WS${GONE} was not found`,
  },
  {
    what: 'a list in an unknown workspace',
    method: 'GET',
    path: () => `//Workspaces/WS${GONE}/Workers`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'creating in an unknown workspace',
    path: () => `//Workspaces/WS${GONE}/Tasks`,
    form: {},
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'deleting an unknown workspace',
    method: 'DELETE',
    path: () => `//Workspaces/WS${GONE}`,
    status: 404,
    code: 20404,
    message: /was not found/,
  },
  {
    what: 'an unknown collection',
    method: 'GET',
    path: () => '/Callers',
    status: 404,
    code: 20404,
    message: /Callers was not found/,
  },
  {
    what: 'a path that is no path',
    method: 'GET',
    path: () => '/Tasks/%E0%A4%A',
    status: 404,
    code: 20404,
    message: /was not found/,
  },
];

async function send(row: Bad): Promise<Response> {
  const path = row.path(planted);
  const address = path.startsWith('//') ? path.slice(1) : `${planted.at}${path}`;
  const method = row.method ?? 'POST';
  const headers = new Headers({ authorization: basic(ACCOUNT, AUTH_TOKEN), ...row.headers });
  const body = row.form === undefined ? row.body : new URLSearchParams(row.form).toString();
  if (body !== undefined) headers.set('content-type', row.type ?? 'application/x-www-form-urlencoded');
  return server.handle(
    new Request(`${ORIGIN}/v1${address}`, { method, headers, ...(body === undefined ? {} : { body }) }),
  );
}

describe('a bad request', () => {
  it.each(ROWS)('is refused and changes nothing: $what', async (row) => {
    const before = await server.digest();
    const response = await send(row);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toEqual({
      code: row.code,
      status: row.status,
      more_info: `https://www.twilio.com/docs/errors/${row.code}`,
      message: typeof row.message === 'string' ? row.message : expect.stringMatching(row.message),
    });
    expect(response.status).toBe(row.status);
    expect(await server.digest()).toBe(before);
    expect((await server.post(`${planted.at}/Tasks`)).status).toBe(201);
  });

  it('is not read when its body is compressed', async () => {
    const post = (encoding: string) =>
      server.post(`${planted.at}/Tasks`, { Priority: '1' }, { 'content-encoding': encoding });
    expect((await post('gzip')).body).toMatchObject({
      status: 400,
      message: expect.stringContaining('encoding is gzip'),
    });
    for (const none of ['identity', 'Identity']) expect((await post(none)).status).toBe(201);
  });

  it('may carry names that the API does not know', async () => {
    const reply = await server.post(`${planted.at}/Tasks`, {
      RequiredAttention: '1',
      __proto__: 'x',
      constructor: 'y',
    });
    expect(reply.status).toBe(201);
  });
});

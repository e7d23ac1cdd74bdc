import { type MockServer, startMockServer } from '@taskbay/mock-server';
import twilio from 'twilio';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Application, type Received } from './application.ts';
import { control } from './http.ts';

const CALL_SID = `CA${'5'.repeat(32)}`;

let application: Application;
let received: readonly Received[];
let base = '';
let server: MockServer;

beforeEach(async () => {
  application = await Application.start();
  ({ received, url: base } = application);
  server = await startMockServer();
});

afterEach(async () => {
  await server.close();
  await application.stop();
});

const workspace = () => server.ready.workspaces[0] as MockServer['ready']['workspaces'][number];

async function rest(path: string, form: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const { accountSid, authToken } = server.ready;
  const response = await fetch(`${server.url}/v1/Workspaces/${workspace().sid}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams(form),
  });
  const body = (await response.json()) as Record<string, unknown>;
  expect([path, response.status < 300, body.message]).toEqual([path, true, undefined]);
  return body;
}

const listen = (path: string, filter = '') => rest('', { EventCallbackUrl: `${base}${path}`, EventsFilter: filter });
const deliveries = async () => (await control(server, '/webhooks')).body as unknown as Record<string, unknown>[];
const lines = (type: string) => server.journal().then((all) => all.filter((line) => line.type === type));

/** A workflow of its own whose reservations are asked about. */
async function askedAbout(settings: Readonly<Record<string, string>>, attributes: object = {}): Promise<string> {
  const [queue] = Object.values(workspace().taskQueues);
  const queueSid = (await rest('/TaskQueues', { FriendlyName: 'Asked', TargetWorkers: 'name == "asked"' })).sid;
  expect(queue).toBeDefined();
  const Configuration = JSON.stringify({ task_routing: { default_filter: { queue: queueSid } } });
  const workflow = await rest('/Workflows', { FriendlyName: 'Asked', Configuration, ...settings });
  const available = Object.entries(workspace().activities).find(([name]) => name === 'Available')?.[1] ?? '';
  await rest('/Workers', { FriendlyName: 'asked', ActivitySid: available, Attributes: '{"name":"asked"}' });
  const Attributes = JSON.stringify({ topic: 'späte Post', ...attributes });
  const task = await rest('/Tasks', { WorkflowSid: String(workflow.sid), Attributes });
  return String(task.sid);
}

describe('the event callback', () => {
  it('tells every public event in order, signed for the vendor validator (HOOK-2)', async () => {
    await listen('/events?tenant=a%20b#rc=2');
    await rest('/Tasks', { Attributes: '{"type":"call","note":"grüße & more"}' });
    await server.settle();
    const { accountSid, authToken } = server.ready;
    const wanted = (await server.journal({ workspace: workspace().sid })).slice(-received.length);
    expect(received.length).toBeGreaterThan(3);
    expect(received.map(({ fields }) => [fields.Sid, fields.EventType, fields.ResourceSid])).toEqual(
      wanted.map(({ sid, type, resourceSid }) => [sid, type, resourceSid]),
    );
    for (const { path, headers, fields } of received) {
      expect(path).toBe('/events?tenant=a%20b');
      const signature = String(headers['x-twilio-signature']);
      expect(twilio.validateRequest(authToken ?? '', signature, `${base}/events?tenant=a%20b`, fields)).toBe(true);
      expect(twilio.validateRequest('other', signature, `${base}/events?tenant=a%20b`, fields)).toBe(false);
      expect(headers['content-type']).toContain('application/x-www-form-urlencoded');
      expect(fields).toMatchObject({ AccountSid: accountSid, WorkspaceSid: workspace().sid });
    }
    const created = received.find(({ fields }) => fields.EventType === 'task.created');
    expect(created?.fields).toMatchObject({
      ResourceType: 'task',
      TaskAttributes: '{"type":"call","note":"grüße & more"}',
      TaskAssignmentStatus: 'pending',
      TaskPriority: '0',
      WorkspaceName: expect.any(String),
      Timestamp: expect.stringMatching(/^\d{10}$/),
    });
  });

  it('leaves out what EventsFilter does not name', async () => {
    await listen('/events', 'task.created, reservation.created');
    await rest('/Tasks', { Attributes: '{}' });
    await server.settle();
    expect(new Set(received.map(({ fields }) => fields.EventType))).toEqual(
      new Set(['task.created', ...((await lines('reservation.created')).length > 0 ? ['reservation.created'] : [])]),
    );
  });

  it('does not hold up routing, and ends after 15 s of server time without a retry (HOOK-7)', async () => {
    application.endpoint = () => 'silence';
    await listen('/events', 'task.created');
    await rest('/Tasks', { Attributes: '{}' });
    await rest('/Tasks', { Attributes: '{}' });
    await expect(server.settle({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'not_settled' });
    expect(server.time.next()).toMatchObject({ what: 'webhook time limit' });
    await server.time.advance({ seconds: 15 });
    expect(await deliveries()).toMatchObject([
      { state: 'failed', attempts: [{ status: null, problem: 'no answer within 15000 ms' }] },
      { state: 'waiting', attempts: [] },
    ]);
    expect(received.map(({ fields }) => fields.EventType)).toEqual(['task.created', 'task.created']);
  });

  it('is tried once more when nobody is there, a second later, with the same token', async () => {
    await rest('', { EventCallbackUrl: 'http://127.0.0.1:9/', EventsFilter: 'task.created' });
    await rest('/Tasks', { Attributes: '{}' });
    await server.settle();
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: [{ status: null }] }]);
    const { fired } = await server.time.advance({ seconds: 1 });
    expect(fired).toMatchObject([{ what: 'webhook retry' }]);
    expect(await deliveries()).toMatchObject([{ state: 'failed', attempts: [{}, {}] }]);
  });

  it.each([
    ['', 500, 1],
    ['#rp=5xx', 500, 2],
    ['#rc=3&rp=5xx', 503, 4],
    ['#rc=2&rp=all', 404, 3],
    ['#rc=2&rp=5xx', 404, 1],
    ['#rc=9&rp=4xx', 400, 2],
    ['#rc=0&rp=all', 500, 1],
  ])('with %s and status %i is sent %i times', async (fragment, status, times) => {
    application.endpoint = () => ({ status });
    await listen(`/events${fragment}`, 'task.created');
    await rest('/Tasks', { Attributes: '{}' });
    await server.time.advance({ seconds: 30 });
    expect(received.length).toBe(times);
    expect(new Set(received.map(({ headers }) => headers['i-twilio-idempotency-token'])).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ state: 'failed' }]);
  });

  it('is sent again on request', async () => {
    application.endpoint = () => ({ status: 500 });
    await listen('/events', 'task.created');
    await rest('/Tasks', { Attributes: '{}' });
    await server.settle();
    application.endpoint = () => ({ status: 200 });
    const [first] = await deliveries();
    const again = await control(server, `/webhooks/${first?.id}/resend`, {});
    expect(again.status).toBe(202);
    await server.settle();
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ status: 500 }, { status: 200 }] }]);
    expect(received[0]?.fields).toEqual(received[1]?.fields);
    expect((await control(server, '/webhooks/99/resend', {})).status).toBe(404);
  });

  it('is forgotten by a reset', async () => {
    application.endpoint = () => 'silence';
    await listen('/events');
    await rest('/Tasks', { Attributes: '{}' });
    await server.reset();
    await server.settle();
    expect(await deliveries()).toEqual([]);
  });
});

describe('the assignment callback (HOOK-5, HOOK-6)', () => {
  it('asks about the reservation and accepts it', async () => {
    application.endpoint = () => ({ json: { instruction: 'accept' } });
    const task = await askedAbout({ AssignmentCallbackUrl: `${base}/assign` });
    await server.settle();
    const [{ fields, headers } = received[0] as Received] = received;
    expect(fields).toMatchObject({
      TaskSid: task,
      TaskAttributes: '{"topic":"späte Post"}',
      WorkerAttributes: '{"name":"asked"}',
      TaskAge: '0',
      TaskPriority: '0',
      ReservationSid: expect.stringMatching(/^WR/),
      WorkflowSid: expect.stringMatching(/^WW/),
      TaskQueueSid: expect.stringMatching(/^WQ/),
    });
    const { authToken } = server.ready;
    const signature = String(headers['x-twilio-signature']);
    expect(twilio.validateRequest(authToken ?? '', signature, `${base}/assign`, fields)).toBe(true);
    const [accepted] = await lines('reservation.accepted');
    expect([accepted?.resourceSid, accepted?.actor]).toEqual([fields.ReservationSid, workspace().sid]);
  });

  it('rejects with the activity it names', async () => {
    const offline = workspace().activities.Offline;
    application.endpoint = () => ({ json: { instruction: 'reject', activity_sid: offline } });
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign` });
    await server.settle();
    expect(await lines('reservation.rejected')).toHaveLength(1);
    expect((await lines('worker.activity.update')).at(-1)?.data.worker_activity_sid).toBe(offline);
  });

  it.each([
    [
      { instruction: 'dequeue', to: 'client:asked', from: '+1555', status_callback_events: 'answered' },
      'worker_call_sid',
    ],
    [{ instruction: 'Conference', to: 'client:asked', from: '+1555', end_conference_on_exit: true }, 'conference'],
    [{ instruction: 'call', to: 'client:asked', from: '+1555', url: 'https://app.test', accept: true }, 'call_sid'],
    [{ instruction: 'redirect', call_sid: CALL_SID, url: 'https://app.test', accept: 'true' }, 'call_sid'],
  ])('carries out %j', async (json, attribute) => {
    application.endpoint = () => ({ json });
    const task = await askedAbout({ AssignmentCallbackUrl: `${base}/assign` }, { call_sid: CALL_SID });
    await server.settle();
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ problem: null }] }]);
    const [accepted] = await lines('reservation.accepted');
    expect(accepted?.data.task_sid).toBe(task);
    const [updated] = [...(await lines('task.updated')), accepted];
    expect(JSON.parse(String(updated?.data.task_attributes))).toHaveProperty(attribute);
  });

  it.each([
    [{ instruction: 'dequeue', from: '+1555' }, '40131'],
    [{ instruction: 'dequeue', to: 'client:asked' }, '40132'],
    [{ instruction: 'dequeue', to: 'client:asked', from: '+1', post_work_activity_sid: 'WA1' }, '40130'],
    [{ instruction: 'dequeue', to: 'client:asked', from: '+1', status_callback_url: 'app' }, '40157'],
    [{ instruction: 'dequeue', to: 'client:asked', from: '+1', status_callback_events: 'gone' }, '40134'],
    [{ instruction: 'call', from: '+1', url: 'https://app.test' }, '40110'],
    [{ instruction: 'call', to: 'client:asked', url: 'https://app.test' }, '40111'],
    [{ instruction: 'call', to: 'client:asked', from: '+1' }, '40112'],
    [{ instruction: 'call', to: 'client:asked', from: '+1', url: 'app' }, '40112'],
    [{ instruction: 'redirect', url: 'https://app.test' }, '40121'],
    [{ instruction: 'redirect', call_sid: CALL_SID }, '40120'],
    [{ instruction: 'conference', from: '+1' }, '40137'],
    [{ instruction: 'conference', to: 'client:asked' }, '40138'],
    [{ instruction: 'conference', to: 'client:asked', from: '+1', post_work_activity_sid: 'WA1' }, '40143'],
    [{ instruction: 'conference', to: 'client:asked', from: '+1', status_callback: 'app' }, '40159'],
    [{ instruction: 'conference', to: 'client:asked', from: '+1', max_participants: 1 }, '55555'],
    [{ instruction: 'supervise', supervisor: 'WK1' }, '55555'],
  ])('leaves the reservation pending after %j, with the debugger’s number %s', async (json, number) => {
    application.endpoint = () => ({ json });
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign` }, { call_sid: CALL_SID });
    await server.settle();
    const problem = expect.stringMatching(new RegExp(`^${number}: `));
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ problem }] }]);
    expect(await lines('reservation.accepted')).toEqual([]);
    expect(await lines('reservation.canceled')).toEqual([]);
  });

  it.each([
    ['dequeue', '40140'],
    ['conference', '40142'],
  ])('takes no %s for a task without call_sid: %s', async (instruction, number) => {
    application.endpoint = () => ({ json: { instruction, to: 'client:asked', from: '+1' } });
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign` });
    await server.settle();
    const problem = expect.stringMatching(new RegExp(`^${number}: .*call_sid`));
    expect(await deliveries()).toMatchObject([{ attempts: [{ problem }] }]);
  });

  it.each([
    ['dequeue', '40133'],
    ['conference', '40145'],
    ['call', '40113'],
  ])('notes a %s whose phone cannot be reached: %s', async (instruction, number) => {
    await control(server, '/phones', { to: 'client:asked', behaviour: 'unreachable' });
    const asked = { instruction, to: 'client:asked', from: '+1', url: 'https://app.test' };
    application.endpoint = () => (received.length > 1 ? { status: 204 } : { json: asked });
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign` }, { call_sid: CALL_SID });
    await server.settle();
    const problem = expect.stringMatching(new RegExp(`^${number}: `));
    expect((await deliveries())[0]).toMatchObject({ state: 'delivered', attempts: [{ problem }] });
    expect(await lines('reservation.canceled')).toHaveLength(instruction === 'call' ? 0 : 1);
  });

  it.each([
    ['an empty answer', { status: 200 }, null],
    ['204', { status: 204 }, null],
    ['JSON without instruction', { json: {} }, '40005'],
    ['an instruction that is none', { json: { instruction: 'dance' } }, '55555'],
    [
      'a reject that names no activity of the workspace',
      { json: { instruction: 'reject', activity_sid: 'x' } },
      '40100',
    ],
  ])('leaves the reservation pending after %s', async (_, answer, problem) => {
    application.endpoint = () => answer;
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign`, FallbackAssignmentCallbackUrl: `${base}/fallback` });
    await server.settle();
    expect(received.map(({ path }) => path)).toEqual(['/assign']);
    const problems = problem === null ? null : expect.stringContaining(problem);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: [{ problem: problems }] }]);
    expect(await lines('reservation.canceled')).toEqual([]);
  });

  it.each([
    ['a wrong status', { status: 500 }],
    ['the wrong type', { text: '{"instruction":"accept"}' }],
    ['broken JSON', { text: '{"instruction":"accept"', type: 'application/json' }],
    ['a redirection', { status: 302 }],
  ])('asks the fallback after %s', async (_, answer) => {
    application.endpoint = ({ path }) => (path === '/assign' ? answer : { json: { instruction: 'accept' } });
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign`, FallbackAssignmentCallbackUrl: `${base}/fallback` });
    await server.settle();
    expect(received.map(({ path }) => path)).toEqual(['/assign', '/fallback']);
    expect(await lines('reservation.accepted')).toHaveLength(1);
  });

  it('asks the fallback after 5 s of silence, and cancels when that is silent too', async () => {
    const offers = () => lines('reservation.created');
    application.endpoint = () => 'silence';
    await askedAbout({ AssignmentCallbackUrl: `${base}/assign`, FallbackAssignmentCallbackUrl: `${base}/fallback` });
    await server.time.advance({ seconds: 4 });
    expect(received.map(({ path }) => path)).toEqual(['/assign']);
    await server.time.advance({ seconds: 1 });
    expect(received.map(({ path }) => path)).toEqual(['/assign', '/fallback']);
    await server.time.advance({ seconds: 5 });
    expect(await lines('reservation.canceled')).toHaveLength(1);
    // The task stays in its step and the worker free: it is offered again.
    expect(await offers()).toHaveLength(2);
  }, 30_000);
});

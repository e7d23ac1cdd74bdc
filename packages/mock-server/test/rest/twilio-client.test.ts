import twilio from 'twilio';
import twilio6 from 'twilio6';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVELOPMENT_CREDENTIALS } from '../../src/credentials.ts';
import { MockServerError } from '../../src/errors.ts';
import { type MockServer, startMockServer } from '../../src/index.ts';
import { httpClient } from '../../src/twilio.ts';

const {
  accountSid: ACCOUNT,
  authToken: AUTH_TOKEN,
  apiKeySid: API_KEY,
  apiKeySecret: API_SECRET,
} = DEVELOPMENT_CREDENTIALS;

let host: MockServer;
beforeAll(async () => {
  host = await startMockServer({ seed: 'none', now: '2026-01-05T09:00:00Z' });
});
afterAll(() => host.close());

/** Both majors have one interface here; the older one's types stand for both. */
const clients: readonly (readonly [string, () => ReturnType<typeof twilio>])[] = [
  ['twilio 5', () => twilio(ACCOUNT, AUTH_TOKEN, { httpClient: httpClient(host.url) })],
  [
    'twilio 6',
    () => twilio6(ACCOUNT, AUTH_TOKEN, { httpClient: httpClient(host.url) }) as unknown as ReturnType<typeof twilio>,
  ],
  [
    'twilio 5 with an API key',
    () => twilio(API_KEY, API_SECRET, { accountSid: ACCOUNT, httpClient: httpClient(host.url) }),
  ],
];

describe.each(clients)('unmodified %s', (_, connect) => {
  it('creates, reads, lists, updates and deletes every resource', async () => {
    const { v1 } = connect().taskrouter;
    const created = await v1.workspaces.create({ friendlyName: 'support', multiTaskEnabled: true });
    const workspace = v1.workspaces(created.sid);
    expect(created.dateCreated).toEqual(new Date('2026-01-05T09:00:00Z'));
    expect((await workspace.update({ eventsFilter: 'task.created' })).eventsFilter).toBe('task.created');

    const activity = await workspace.activities.create({ friendlyName: 'Ready', available: true });
    expect((await workspace.activities(activity.sid).update({ friendlyName: 'Set' })).friendlyName).toBe('Set');
    const channel = await workspace.taskChannels.create({ friendlyName: 'E-mail', uniqueName: 'email' });
    expect((await workspace.taskChannels('email').fetch()).sid).toBe(channel.sid);
    const queue = await workspace.taskQueues.create({ friendlyName: 'Everyone', taskOrder: 'LIFO' });
    expect((await workspace.taskQueues(queue.sid).update({ maxReservedWorkers: 2 })).maxReservedWorkers).toBe(2);
    const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
    const workflow = await workspace.workflows.create({ friendlyName: 'Main', configuration });
    expect((await workspace.workflows(workflow.sid).fetch()).configuration).toBe(configuration);

    const worker = await workspace.workers.create({ friendlyName: 'Ana', activitySid: activity.sid });
    expect((await workspace.workers.list({ taskQueueName: 'Everyone' })).map(({ sid }) => sid)).toEqual([worker.sid]);
    const voice = await workspace.workers(worker.sid).workerChannels('voice').update({ capacity: 2 });
    expect(voice.configuredCapacity).toBe(2);

    const task = await workspace.tasks.create({ attributes: '{"a":"ü&="}', taskChannel: 'voice' });
    expect(task.attributes).toBe('{"a":"ü&="}');
    const [reservation] = await workspace.tasks(task.sid).reservations.list();
    const held = workspace.workers(worker.sid).reservations(reservation?.sid ?? '');
    expect((await held.update({ reservationStatus: 'accepted' })).reservationStatus).toBe('accepted');
    const wrapped = await workspace
      .tasks(task.sid)
      .update({ assignmentStatus: 'wrapping', reason: 'over', ifMatch: '2' });
    expect(wrapped.assignmentStatus).toBe('wrapping');
    expect((await held.update({ reservationStatus: 'completed' })).reservationStatus).toBe('completed');
    const events = await workspace.events.list({ taskSid: task.sid });
    expect(events.map(({ eventType }) => eventType)).toContain('task.completed');
    expect((await workspace.events(events[0]?.sid ?? '').fetch()).eventData.task_sid).toBe(task.sid);

    expect(await workspace.tasks(task.sid).remove()).toBe(true);
    expect(await workspace.workers(worker.sid).remove()).toBe(true);
    expect(await workspace.workflows(workflow.sid).remove()).toBe(true);
    expect(await workspace.taskQueues(queue.sid).remove()).toBe(true);
    expect(await workspace.taskChannels(channel.sid).remove()).toBe(true);
    expect(await workspace.activities(activity.sid).remove()).toBe(true);
    expect(await workspace.remove()).toBe(true);
    await expect(workspace.fetch()).rejects.toMatchObject({
      status: 404,
      code: 20404,
      message: `The requested resource /Workspaces/${created.sid} was not found`,
      moreInfo: 'https://www.twilio.com/docs/errors/20404',
    });
  });

  it('walks pages by their URLs, forwards and back', async () => {
    const { v1 } = connect().taskrouter;
    const { sid } = await v1.workspaces.create({ friendlyName: 'pages' });
    const { taskChannels } = v1.workspaces(sid);
    const names = (await taskChannels.list({ pageSize: 2 })).map(({ uniqueName }) => uniqueName);
    expect(names).toEqual(['default', 'voice', 'sms', 'chat', 'video']);
    const first = await taskChannels.page({ pageSize: 2 });
    const second = await first.nextPage();
    const back = await second?.previousPage();
    expect(second?.instances.map(({ uniqueName }) => uniqueName)).toEqual(['sms', 'chat']);
    expect(back?.instances.map(({ uniqueName }) => uniqueName)).toEqual(['default', 'voice']);
    const third = await taskChannels.getPage(second?.nextPageUrl ?? '');
    expect(third.instances.map(({ uniqueName }) => uniqueName)).toEqual(['video']);
  });

  it('throws its own errors', async () => {
    const { v1 } = connect().taskrouter;
    await expect(v1.workspaces.create({ friendlyName: '' })).rejects.toMatchObject({
      status: 400,
      code: 20001,
      message: 'Invalid FriendlyName parameter: must not be empty',
    });
  });
});

describe('httpClient', () => {
  it('passes wrong credentials on', async () => {
    const client = twilio(ACCOUNT, 'wrong', { httpClient: httpClient(host.url) });
    await expect(client.taskrouter.v1.workspaces.list()).rejects.toMatchObject({ status: 401, code: 20003 });
  });

  it('refuses products that are not there', async () => {
    const client = twilio(ACCOUNT, AUTH_TOKEN, { httpClient: httpClient(host.url) });
    const refused = client.messages.create({ to: '+15005550006', from: '+15005550006', body: 'hi' });
    await expect(refused).rejects.toThrow(/api\.twilio\.com is not TaskRouter/);
    await expect(refused).rejects.toBeInstanceOf(MockServerError);
  });

  it('also takes regional TaskRouter hosts', async () => {
    const client = twilio(ACCOUNT, AUTH_TOKEN, { httpClient: httpClient(host.url), region: 'ie1', edge: 'dublin' });
    expect(await client.taskrouter.v1.workspaces.list({ limit: 1, pageSize: 1 })).toBeInstanceOf(Array);
  });

  it.each(['', 'localhost:1', 'ftp://127.0.0.1', '/v1'])('refuses the url %j', (url) => {
    expect(() => httpClient(url)).toThrow(MockServerError);
  });

  it('repeats the names of lists', async () => {
    const client = httpClient(host.url);
    const { statusCode, body } = await client.request({
      method: 'get',
      uri: 'https://taskrouter.twilio.com/v1/Workspaces',
      params: { FriendlyName: ['a', 'b'], Unset: undefined },
      username: ACCOUNT,
      password: AUTH_TOKEN,
    });
    expect(statusCode).toBe(200);
    expect((body as { meta: { url: string } }).meta.url).toContain('?FriendlyName=a&FriendlyName=b&');
  });
});

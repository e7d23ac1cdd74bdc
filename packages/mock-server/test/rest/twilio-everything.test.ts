import twilio from 'twilio';
import twilio6 from 'twilio6';
import { afterEach, describe, expect, it } from 'vitest';
import { DEVELOPMENT_CREDENTIALS } from '../../src/credentials.ts';
import { OPERATIONS, routeOperation } from '../../src/edges/operations/route.ts';
import { type MockServer, startMockServer } from '../../src/index.ts';
import { type HttpClient, httpClient } from '../../src/twilio.ts';

const { accountSid, authToken } = DEVELOPMENT_CREDENTIALS;
const START = '2026-01-05T09:00:00Z';

let server: MockServer | undefined;
afterEach(() => server?.close());

/** A workspace with a general queue, a workflow over it and an available worker, as an unmodified client makes them. */
async function plant(library: typeof twilio) {
  const own = await startMockServer({ seed: 'none', now: START });
  server = own;
  const used = new Set<string>();
  const inner: HttpClient = httpClient(own.url);
  const recording: HttpClient = {
    request: async (request) => {
      const reply = await inner.request(request);
      const routed = routeOperation(request.method.toUpperCase(), new URL(request.uri).pathname.slice('/v1'.length));
      if (routed.kind === 'found' && reply.statusCode < 300) used.add(routed.operation.id);
      return reply;
    },
  };
  const { v1 } = library(accountSid, authToken, { httpClient: recording as never }).taskrouter;
  const made = await v1.workspaces.create({ friendlyName: 'Desk', template: 'NONE' });
  const workspace = v1.workspaces(made.sid);
  const ready = await workspace.activities.create({ friendlyName: 'Ready', available: true });
  const queue = await workspace.taskQueues.create({ friendlyName: 'Everyone' });
  const configuration = JSON.stringify({ task_routing: { default_filter: { queue: queue.sid } } });
  const workflow = await workspace.workflows.create({ friendlyName: 'Main', configuration });
  const worker = await workspace.workers.create({ friendlyName: 'Ana', activitySid: ready.sid, attributes: '{"a":1}' });
  const task = await workspace.tasks.create({ attributes: '{"n":1}', workflowSid: workflow.sid, priority: 2 });
  return { server: own, used, v1, workspace, ready, queue, workflow, worker, task };
}

type Planted = Awaited<ReturnType<typeof plant>>;

async function readStatistics({ workspace, queue, workflow, worker }: Planted) {
  const window = { minutes: 60, splitByWaitTime: '5' };
  const cumulative = { tasks_created: 1, reservations_accepted: 1 };
  expect((await workspace.statistics().fetch(window)).cumulative).toMatchObject(cumulative);
  expect(await workspace.cumulativeStatistics().fetch(window)).toMatchObject({
    tasksCreated: 1,
    reservationsAccepted: 1,
    avgTaskAcceptanceTime: 30,
    splitByWaitTime: { 5: { above: { reservations_accepted: 1 } } },
  });
  expect(await workspace.realTimeStatistics().fetch({ taskChannel: 'default' })).toMatchObject({
    totalTasks: 1,
    totalWorkers: 1,
    tasksByStatus: { assigned: 1 },
    tasksByPriority: { 2: 1 },
  });
  const ofQueue = workspace.taskQueues(queue.sid);
  expect((await ofQueue.statistics().fetch(window)).cumulative).toMatchObject({ tasks_entered: 1 });
  expect(await ofQueue.cumulativeStatistics().fetch({ minutes: 60 })).toMatchObject({ tasksEntered: 1 });
  expect(await ofQueue.realTimeStatistics().fetch()).toMatchObject({ totalEligibleWorkers: 1, totalTasks: 1 });
  const listed = await workspace.taskQueues.statistics.list({ friendlyName: 'Everyone', minutes: 60 });
  expect(listed.map(({ taskQueueSid, realtime }) => [taskQueueSid, realtime.total_tasks])).toEqual([[queue.sid, 1]]);
  const bulk = await workspace.taskQueues.bulkRealTimeStatistics.create({ QueueSids: [queue.sid] });
  expect(bulk).toMatchObject({ taskQueueResponseCount: 1, taskQueueData: [{ task_queue_sid: queue.sid }] });
  const ofWorkflow = workspace.workflows(workflow.sid);
  expect((await ofWorkflow.statistics().fetch(window)).realtime).toMatchObject({ total_tasks: 1 });
  expect(await ofWorkflow.cumulativeStatistics().fetch({ minutes: 60 })).toMatchObject({ tasksEntered: 1 });
  expect(await ofWorkflow.realTimeStatistics().fetch()).toMatchObject({ totalTasks: 1 });
  const { workers } = workspace;
  expect((await workers.statistics().fetch({ friendlyName: 'Ana' })).realtime).toMatchObject({ total_workers: 1 });
  expect(await workers.cumulativeStatistics().fetch({ minutes: 60 })).toMatchObject({ reservationsAccepted: 1 });
  expect(await workers.realTimeStatistics().fetch()).toMatchObject({ totalWorkers: 1 });
  const ofWorker = await workers(worker.sid).statistics().fetch({ minutes: 60 });
  expect(ofWorker.cumulative).toMatchObject({ reservations_accepted: 1 });
  const startDate = new Date('2025-11-01T00:00:00Z');
  await expect(workspace.statistics().fetch({ startDate })).rejects.toMatchObject({ status: 400, code: 14241 });
}

async function listAndFetch({ v1, workspace, ready, queue, workflow, worker, task }: Planted) {
  expect((await v1.workspaces.list({ friendlyName: 'Desk' })).length).toBe(1);
  expect((await workspace.fetch()).timeoutActivityName).toBe('Offline');
  expect((await workspace.activities.list({ available: 'true' })).map(({ sid }) => sid)).toContain(ready.sid);
  expect((await workspace.activities(ready.sid).fetch()).available).toBe(true);
  expect((await workspace.taskChannels.list()).map(({ uniqueName }) => uniqueName)).toContain('voice');
  const queues = await workspace.taskQueues.list({ evaluateWorkerAttributes: '{"a":1}', workerSid: worker.sid });
  expect(queues.map(({ sid }) => sid)).toEqual([queue.sid]);
  expect((await workspace.taskQueues(queue.sid).fetch()).targetWorkers).toBe('1==1');
  expect((await workspace.workflows.list({ friendlyName: 'Main' })).map(({ sid }) => sid)).toEqual([workflow.sid]);
  expect((await workspace.workflows(workflow.sid).fetch()).documentContentType).toBe('application/json');
  const wanted = { targetWorkersExpression: 'a == 1', taskQueueSid: queue.sid, available: 'true' };
  expect((await workspace.workers.list(wanted)).map(({ sid }) => sid)).toEqual([worker.sid]);
  expect((await workspace.workers(worker.sid).fetch()).activityName).toBe('Ready');
  expect((await workspace.workers(worker.sid).workerChannels.list()).length).toBe(5);
  expect((await workspace.workers(worker.sid).workerChannels('voice').fetch()).configuredCapacity).toBe(1);
  const tasks = await workspace.tasks.list({
    assignmentStatus: ['assigned'],
    evaluateTaskAttributes: 'n == 1',
    taskQueueName: 'Everyone',
    workflowSid: workflow.sid,
    ordering: 'Priority:desc,DateCreated:asc',
  });
  expect(tasks.map(({ sid }) => sid)).toEqual([task.sid]);
  expect(await workspace.tasks(task.sid).fetch()).toMatchObject({ age: 30, priority: 2, taskQueueSid: queue.sid });
  const ofTask = workspace.tasks(task.sid).reservations;
  const [reservation] = await ofTask.list({ reservationStatus: 'accepted', workerSid: worker.sid });
  const held = workspace.workers(worker.sid).reservations;
  expect((await held.list({ reservationStatus: 'accepted' })).map(({ sid }) => sid)).toEqual([reservation?.sid]);
  expect((await held(reservation?.sid ?? '').fetch()).taskSid).toBe(task.sid);
  expect((await ofTask(reservation?.sid ?? '').fetch()).workerName).toBe('Ana');
  const events = await workspace.events.list({ eventType: 'task.created', minutes: 60 });
  expect((await workspace.events(events[0]?.sid ?? '').fetch()).resourceSid).toBe(task.sid);
}

async function updateEverything({ workspace, ready, queue, workflow, worker, task }: Planted) {
  const offline = (await workspace.fetch()).timeoutActivitySid;
  const settings = { defaultActivitySid: ready.sid, prioritizeQueueOrder: 'LIFO' } as const;
  expect(await workspace.update(settings)).toMatchObject(settings);
  expect((await workspace.activities(ready.sid).update({ friendlyName: 'Set' })).friendlyName).toBe('Set');
  const channel = await workspace.taskChannels.create({ friendlyName: 'E-mail', uniqueName: 'email' });
  const optimised = { friendlyName: 'Mail', channelOptimizedRouting: true };
  expect(await workspace.taskChannels(channel.sid).update(optimised)).toMatchObject(optimised);
  expect((await workspace.taskChannels('email').fetch()).sid).toBe(channel.sid);
  const order = { taskOrder: 'LIFO', maxReservedWorkers: 3, targetWorkers: 'a >= 1' } as const;
  expect(await workspace.taskQueues(queue.sid).update(order)).toMatchObject(order);
  const slow = { taskReservationTimeout: 300, reEvaluateTasks: 'true' };
  expect((await workspace.workflows(workflow.sid).update(slow)).taskReservationTimeout).toBe(300);
  const capacity = await workspace
    .workers(worker.sid)
    .workerChannels('voice')
    .update({ capacity: 2, available: false });
  expect(capacity).toMatchObject({ configuredCapacity: 2, available: false });
  const away = { activitySid: offline, attributes: '{"a":2}' };
  expect(await workspace.workers(worker.sid).update(away)).toMatchObject(away);
  const [reservation] = await workspace.tasks(task.sid).reservations.list();
  const held = workspace.workers(worker.sid).reservations(reservation?.sid ?? '');
  expect((await held.update({ reservationStatus: 'completed' })).reservationStatus).toBe('completed');
  await expect(workspace.tasks(task.sid).update({ priority: 7, ifMatch: '99' })).rejects.toMatchObject({ status: 412 });
  const next = await workspace.tasks.create({ attributes: '{}' });
  expect((await workspace.tasks(next.sid).update({ priority: 7 })).priority).toBe(7);
}

async function removeEverything({ v1, workspace, queue, workflow, worker }: Planted) {
  for (const { sid } of await workspace.tasks.list()) expect(await workspace.tasks(sid).remove()).toBe(true);
  expect(await workspace.workers(worker.sid).remove()).toBe(true);
  expect(await workspace.workflows(workflow.sid).remove()).toBe(true);
  expect(await workspace.taskQueues(queue.sid).remove()).toBe(true);
  expect(await workspace.taskChannels('email').remove()).toBe(true);
  const spare = await workspace.activities.create({ friendlyName: 'Spare' });
  expect(await workspace.activities(spare.sid).remove()).toBe(true);
  expect(await workspace.remove()).toBe(true);
  expect(await v1.workspaces.list()).toEqual([]);
}

describe.each([
  ['5.13.1', twilio],
  ['6.2.0', twilio6 as unknown as typeof twilio],
])('unmodified twilio %s', (_version, library) => {
  it('uses every operation there is, and reads what it wrote', async () => {
    const planted = await plant(library);
    const { workspace, task, used } = planted;
    const { reservations } = workspace.tasks(task.sid);
    const [reservation] = await reservations.list();
    await planted.server.time.advance({ seconds: 30 });
    const accepted = await reservations(reservation?.sid ?? '').update({ reservationStatus: 'accepted' });
    expect(accepted.reservationStatus).toBe('accepted');
    await readStatistics(planted);
    await listAndFetch(planted);
    await updateEverything(planted);
    await removeEverything(planted);
    expect([...used].sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
    expect(used.size).toBe(61);
  });

  it('sets, reads and clears the addresses of callbacks', async () => {
    const { workspace, workflow } = await plant(library);
    const callbacks = {
      assignmentCallbackUrl: 'https://app.example/assign#rc=2&rp=all',
      fallbackAssignmentCallbackUrl: 'https://app.example/fallback',
    };
    const events = { eventCallbackUrl: 'https://app.example/events?a=b', eventsFilter: 'task.created, task.canceled' };
    expect(await workspace.workflows(workflow.sid).update(callbacks)).toMatchObject(callbacks);
    expect(await workspace.workflows(workflow.sid).fetch()).toMatchObject(callbacks);
    expect(await workspace.update(events)).toMatchObject(events);
    expect(await workspace.fetch()).toMatchObject(events);
    const none = { eventCallbackUrl: '', eventsFilter: '' };
    expect(await workspace.update(none)).toMatchObject({ eventCallbackUrl: '', eventsFilter: null });
    const cleared = { assignmentCallbackUrl: '', fallbackAssignmentCallbackUrl: '' };
    expect(await workspace.workflows(workflow.sid).update(cleared)).toMatchObject({
      assignmentCallbackUrl: null,
      fallbackAssignmentCallbackUrl: null,
    });
    const wrong = { eventCallbackUrl: 'ftp://app.example/' };
    await expect(workspace.update(wrong)).rejects.toMatchObject({ status: 400, code: 20001 });
  });
});

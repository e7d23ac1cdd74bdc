import { type Reservation, Supervisor, Worker, Workspace } from 'twilio-taskrouter';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type MockServer, startMockServer } from '../../src/index.ts';

const SEED = {
  version: 1,
  workspaces: [
    {
      name: 'Support',
      activities: [
        { name: 'Offline', available: false },
        { name: 'Available', available: true },
        { name: 'Break', available: false },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
      taskChannels: [{ name: 'Default', uniqueName: 'default' }],
      taskQueues: [{ name: 'Everyone', targetWorkers: '1==1' }],
      workflows: [
        {
          name: 'Default',
          taskReservationTimeout: 60,
          configuration: { task_routing: { default_filter: { queue: 'Everyone' } } },
        },
      ],
      workers: [
        { name: 'alice', attributes: { skill: 'voice' }, channels: { default: { capacity: 2 } } },
        { name: 'sue', attributes: {} },
      ],
    },
  ],
};

/** The vendor's client, unmodified, against the server on loopback. */
describe('twilio-taskrouter 2.1.1', () => {
  let server: MockServer;
  const open: Worker[] = [];
  const errors: unknown[] = [];

  beforeEach(async () => {
    errors.length = 0;
    server = await startMockServer({ seed: SEED as never, clock: 'manual' });
  });

  afterEach(async () => {
    for (const worker of open.splice(0)) worker.disconnect();
    await server.close();
  });

  async function connect(token: string, options: object = {}, Client = Worker): Promise<Worker> {
    const worker = new Client(token, {
      ebServer: `${server.url}/v1/wschannels`,
      wsServer: `${server.url.replace('http', 'ws')}/v1/wschannels`,
      logLevel: 'silent',
      ...options,
    } as never);
    open.push(worker);
    worker.on('error', (error) => errors.push(error));
    await once(worker, 'ready');
    return worker;
  }

  function once(emitter: object, event: string): Promise<unknown[]> {
    return new Promise((resolve) => {
      (emitter as { once: (event: string, listener: (...facts: unknown[]) => void) => void }).once(event, (...facts) =>
        resolve(facts),
      );
    });
  }

  function activityNamed(worker: Worker, name: string) {
    const found = [...worker.activities.values()].find((activity) => activity.name === name);
    if (found === undefined) throw new Error(`no activity ${name}`);
    return found;
  }

  async function goAvailable(worker: Worker): Promise<void> {
    const updated = once(worker, 'activityUpdated');
    await activityNamed(worker, 'Available').setAsCurrent();
    await updated;
  }

  async function createTask(): Promise<string> {
    const [workspace] = server.ready.workspaces;
    const { accountSid, authToken } = server.ready as { accountSid: string; authToken: string };
    const response = await fetch(`${server.url}/v1/Workspaces/${workspace?.sid}/Tasks`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body: new URLSearchParams({ Attributes: '{"lang":"es"}' }),
    });
    expect(response.status).toBe(201);
    return ((await response.json()) as { sid: string }).sid;
  }

  async function offered(worker: Worker): Promise<Reservation> {
    const created = once(worker, 'reservationCreated');
    await createTask();
    const [reservation] = await created;
    return reservation as Reservation;
  }

  it('gets ready, goes available, accepts, wraps up and completes', async () => {
    const worker = await connect(await server.token({ worker: 'alice' }));
    expect(worker.name).toBe('alice');
    expect(worker.attributes).toEqual({ skill: 'voice' });
    expect(worker.activity.name).toBe('Offline');
    const channel = [...worker.channels.values()].find((one) => one.taskChannelUniqueName === 'default');
    expect(channel).toMatchObject({ capacity: 2, available: true, assignedTasks: 0 });
    await goAvailable(worker);
    expect(worker.activity.name).toBe('Available');

    const reservation = await offered(worker);
    expect(reservation.status).toBe('pending');
    expect(reservation.task.attributes).toEqual({ lang: 'es' });
    await reservation.accept();
    const accepted = once(reservation, 'accepted');
    const updated = once(reservation.task, 'updated');
    expect(reservation.status).toBe('accepted');
    expect(reservation.version).toBe('1');
    await Promise.all([accepted, updated]);
    expect(reservation.task.status).toBe('assigned');

    await reservation.wrap();
    const [wrapped] = await Promise.all([once(reservation, 'wrapup'), once(reservation.task, 'wrapup')]);
    expect(wrapped[0]).toMatchObject({ status: 'wrapping' });
    await reservation.complete();
    await Promise.all([once(reservation, 'completed'), once(reservation.task, 'completed')]);
    expect(worker.reservations.size).toBe(0);
    expect(errors).toEqual([]);
  });

  it('rejects with an activity', async () => {
    const worker = await connect(await server.token({ worker: 'alice' }));
    await goAvailable(worker);
    const reservation = await offered(worker);
    await reservation.reject({ activitySid: activityNamed(worker, 'Break').sid } as never);
    await Promise.all([once(reservation, 'rejected'), once(worker, 'activityUpdated')]);
    expect(worker.activity.name).toBe('Break');
    expect(errors).toEqual([]);
  });

  it('is told of a timeout on the manual clock', async () => {
    const worker = await connect(await server.token({ worker: 'alice' }));
    await goAvailable(worker);
    const reservation = await offered(worker);
    const timedOut = once(reservation, 'timeout');
    const moved = once(worker, 'activityUpdated');
    await server.time.advance({ seconds: 60 });
    await Promise.all([timedOut, moved]);
    expect(reservation.status).toBe('timeout');
    expect(worker.activity.name).toBe('Offline');
    expect(errors).toEqual([]);
  });

  it('is told of an expired token and comes back with a new one', async () => {
    const worker = await connect(await server.token({ worker: 'alice', ttl: 300 }));
    const expired = once(worker, 'tokenExpired');
    const disconnected = once(worker, 'disconnected');
    await server.time.advance({ seconds: 300 });
    await expired;
    expect(await disconnected).toEqual([{ message: 'Token expired' }]);
    const ready = once(worker, 'ready');
    worker.updateToken(await server.token({ worker: 'alice' }));
    await ready;
    expect(errors).toEqual([]);
  });

  it('sends If-Match and reads a refusal', async () => {
    const worker = await connect(await server.token({ worker: 'alice' }), { enableVersionCheck: true });
    await goAvailable(worker);
    const reservation = await offered(worker);
    await reservation.accept();
    await expect(reservation.accept()).rejects.toMatchObject({ name: 'REQUEST_INVALID' });
    await worker.setAttributes({ skill: 'chat' });
    expect(worker.attributes).toEqual({ skill: 'chat' });
    expect(errors).toEqual([]);
  });

  it('creates a task for itself and finds its reservation after a reconnect', async () => {
    const worker = await connect(await server.token({ worker: 'alice' }));
    const [workspace] = server.ready.workspaces;
    const created = once(worker, 'reservationCreated');
    const workflow = workspace?.workflows.Default ?? '';
    const queue = workspace?.taskQueues.Everyone ?? '';
    const task = await worker.createTask('+15550101', '+15550100', workflow, queue);
    const [reservation] = (await created) as [Reservation];
    expect(reservation.task.sid).toBe(task);
    const again = once(worker, 'ready');
    const [connection] = await connections();
    await fetch(`${server.url}/control/connections/${connection?.id}`, { method: 'DELETE' });
    await again;
    expect([...worker.reservations.keys()]).toEqual([reservation.sid]);
    expect(errors).toEqual([]);
  });

  it('supervises another worker and reads the workspace', async () => {
    const [workspace] = server.ready.workspaces;
    const alice = workspace?.workers.alice ?? '';
    const token = await server.token({ worker: 'sue', role: 'supervisor' });
    const supervisor = await connect(token, {}, Supervisor);
    const watched = await connect(await server.token({ worker: 'alice' }));
    const moved = once(watched, 'activityUpdated');
    await (supervisor as Supervisor).setWorkerActivity(alice, workspace?.activities.Break ?? '');
    await moved;
    expect(watched.activity.name).toBe('Break');

    const task = await createTask();
    const options = { ebServer: `${server.url}/v1/wschannels`, pageSize: 1, logLevel: 'silent' };
    const reader = new Workspace(token, options);
    const workers = await reader.fetchWorkersInfo({ Ordering: 'DateStatusChanged:asc' } as never);
    expect([...workers.values()].map((worker) => worker.activityName).sort()).toEqual(['Break', 'Offline']);
    const queues = await reader.fetchTaskQueues();
    expect([...queues.values()].map((queue) => queue.queueName)).toEqual(['Everyone']);
    const read = await reader.fetchTask(task);
    expect(read).toMatchObject({ sid: task, status: 'pending', queueName: 'Everyone' });
    expect(errors).toEqual([]);
  });

  async function connections(): Promise<{ id: string; worker: string; clientVersion: string }[]> {
    const response = await fetch(`${server.url}/control/connections`);
    const answer = (await response.json()) as { id: string; worker: string; clientVersion: string }[];
    expect(answer).toMatchObject([{ path: '/v1/wschannels', clientVersion: '2.1.1' }]);
    return answer;
  }
});

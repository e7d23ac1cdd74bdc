import { beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  column,
  createRestServer,
  ORIGIN,
  plantWorkspace,
  type RestReply,
  type RestServer,
  sidOf,
} from './rest-server.ts';

type Planted = Awaited<ReturnType<typeof plantWorkspace>>;

let server: RestServer;
let planted: Planted;
let at: string;
beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
  ({ at } = planted);
});

const create = (form: Readonly<Record<string, string | number>> = {}) => server.post(`${at}/Tasks`, form);

/** A task that Ana holds: offered, and accepted over REST. */
async function assigned(): Promise<{ readonly task: string; readonly reservation: string }> {
  const task = sidOf(await create({ Attributes: '{"lang":"es"}' }));
  const [reservation] = column(await server.get(`${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
  const accepted = await server.post(`${at}/Tasks/${task}/Reservations/${reservation}`, {
    ReservationStatus: 'accepted',
  });
  expect(accepted.status).toBe(200);
  return { task, reservation: String(reservation) };
}

function refusal(reply: RestReply) {
  return { status: reply.status, code: reply.body.code, message: reply.body.message };
}

describe('a task', () => {
  it('is represented as it was before routing', async () => {
    const { workspace, workflow } = planted;
    const reply = await create({ Attributes: '{"lang":"es"}', Priority: 5, Timeout: 600 });
    const sid = sidOf(reply);
    const url = `${ORIGIN}/v1${at}`;
    expect([reply.status, reply.headers.get('etag')]).toEqual([201, '"0"']);
    expect(reply.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      age: 0,
      assignment_status: 'pending',
      attributes: '{"lang":"es"}',
      addons: '{}',
      date_created: '2026-01-05T09:00:00Z',
      date_updated: '2026-01-05T09:00:00Z',
      task_queue_entered_date: null,
      priority: 5,
      reason: null,
      task_queue_sid: null,
      task_queue_friendly_name: null,
      task_channel_sid: expect.stringMatching(/^TC/),
      task_channel_unique_name: 'default',
      timeout: 600,
      workflow_sid: workflow,
      workflow_friendly_name: 'Main',
      virtual_start_time: '2026-01-05T09:00:00Z',
      ignore_capacity: false,
      routing_target: null,
      url: `${url}/Tasks/${sid}`,
      links: {
        workflow: `${url}/Workflows/${workflow}`,
        workspace: url,
        reservations: `${url}/Tasks/${sid}/Reservations`,
      },
    });
    await server.advance(7);
    const fetched = await server.get(`${at}/Tasks/${sid}`);
    expect(fetched.body).toMatchObject({
      age: 7,
      assignment_status: 'reserved',
      task_queue_sid: planted.spanish,
      task_queue_friendly_name: 'Spanish',
      task_queue_entered_date: '2026-01-05T09:00:00Z',
      links: { task_queue: `${url}/TaskQueues/${planted.spanish}` },
    });
  });

  it('goes straight to a worker, a queue or a workflow', async () => {
    const { ana, spanish, workflow } = planted;
    const worker = await create({ RoutingTarget: ana });
    expect(worker.body).toMatchObject({ routing_target: ana, ignore_capacity: true });
    const capped = await create({ RoutingTarget: ana, IgnoreCapacity: 'false' });
    expect(capped.body).toMatchObject({ ignore_capacity: false });
    const queue = await server.get(`${at}/Tasks/${sidOf(await create({ TaskQueueSid: spanish }))}`);
    expect(queue.body).toMatchObject({ task_queue_sid: spanish, workflow_sid: null });
    const other = await create({ RoutingTarget: workflow });
    expect(other.body).toMatchObject({ workflow_sid: workflow });
  });

  it('takes new settings, and its version tells', async () => {
    const sid = sidOf(await create({ TaskChannel: 'chat' }));
    const before = await server.get(`${at}/Tasks/${sid}`);
    const form = { Priority: 9, VirtualStartTime: '2026-01-05T08:00:00Z', Attributes: '{"vip":true}' };
    const updated = await server.post(`${at}/Tasks/${sid}`, form, { 'if-match': before.headers.get('etag') ?? '' });
    expect(updated.body).toMatchObject({
      priority: 9,
      virtual_start_time: '2026-01-05T08:00:00Z',
      attributes: '{"vip":true}',
      task_channel_unique_name: 'chat',
    });
    const stale = await server.post(`${at}/Tasks/${sid}`, form, { 'if-match': before.headers.get('etag') ?? '' });
    expect(stale.status).toBe(412);
  });

  it('is in lists whose ETag tells that something has changed', async () => {
    const { task, reservation } = await assigned();
    const lists = ['/Tasks', '/Workers', `/Tasks/${task}/Reservations`];
    const etags = () => Promise.all(lists.map(async (list) => (await server.get(at + list)).headers.get('etag')));
    const before = await etags();
    expect(before).toEqual(lists.map(() => expect.stringMatching(/^W\/"\d+"$/)));
    expect(await etags()).toEqual(before);
    await server.post(`${at}/Tasks/${task}/Reservations/${reservation}`, { ReservationStatus: 'completed' });
    for (const [index, etag] of (await etags()).entries()) expect(etag).not.toBe(before[index]);
    expect((await server.get(`${at}/Workflows`)).headers.get('etag')).toBeNull();
  });
});

describe('the status of a task', () => {
  it('moves to wrapping, completed and away', async () => {
    const { task } = await assigned();
    const wrapping = await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'wrapping', Reason: 'call over' });
    expect(wrapping.body).toMatchObject({ assignment_status: 'wrapping', reason: 'call over' });
    const completed = await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'completed', Reason: 'done' });
    expect(completed.body).toMatchObject({ assignment_status: 'completed', reason: 'done' });
    await server.advance(299);
    expect((await server.get(`${at}/Tasks/${task}`)).status).toBe(200);
    await server.advance(1);
    expect((await server.get(`${at}/Tasks/${task}`)).status).toBe(404);
  });

  it('moves to canceled without a reason', async () => {
    const task = sidOf(await create());
    const canceled = await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'canceled' });
    expect(canceled.body).toMatchObject({ assignment_status: 'canceled', reason: null });
  });

  it('cannot move where it may not, and nothing changes', async () => {
    const { workspace } = planted;
    const where = `in workspace ${workspace} for account ${ACCOUNT}`;
    const { task: held } = await assigned();
    const pending = sidOf(await create());
    const rows: [string, string, string][] = [
      [pending, 'completed', `Cannot complete task ${pending} ${where} because it is not currently assigned.`],
      [pending, 'wrapping', `Cannot wrap up a task ${pending} ${where} because it's not currently assigned`],
      [held, 'canceled', `Cannot cancel task ${held} ${where} because it is not pending or reserved.`],
      [held, 'pending', 'Invalid AssignmentStatus parameter: must be one of canceled, wrapping, completed'],
    ];
    const before = await server.digest();
    for (const [sid, AssignmentStatus, message] of rows) {
      const reply = await server.post(`${at}/Tasks/${sid}`, { AssignmentStatus });
      expect(refusal(reply)).toEqual({ status: 400, code: 20001, message });
    }
    const both = await server.post(`${at}/Tasks/${held}`, { AssignmentStatus: 'completed', Attributes: '{"a":1}' });
    expect(both.body.message).toMatch(/AssignmentStatus parameter: cannot be changed together/);
    expect(await server.digest()).toBe(before);
  });

  it('is refused a second end', async () => {
    const { task } = await assigned();
    await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'completed' });
    expect((await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'completed' })).status).toBe(400);
  });
});

it('deletes a task with its offer', async () => {
  const { task } = await assigned();
  expect((await server.remove(`${at}/Tasks/${task}`)).status).toBe(204);
  expect((await server.get(`${at}/Tasks/${task}`)).status).toBe(404);
  expect((await server.remove(`${at}/Tasks/${task}`)).status).toBe(404);
});

describe('tasks', () => {
  beforeEach(async () => {
    const forms = [
      { Attributes: '{"lang":"es","n":1}', Priority: 1 },
      { Attributes: '{"lang":"es","n":2}', Priority: 3, VirtualStartTime: '2026-01-05T08:00:00Z' },
      { Attributes: '{"lang":"en","n":3}', Priority: 2 },
    ];
    for (const form of forms) {
      await create(form);
      await server.advance(1);
    }
    await create({ Attributes: '{"lang":"en","n":4}', RoutingTarget: planted.everyone, Priority: 3 });
  });

  it.each([
    ['', [1, 2, 3, 4]],
    ['?Priority=3', [2, 4]],
    ['?AssignmentStatus=reserved', [1]],
    ['?AssignmentStatus=pending,reserved', [1, 2, 3, 4]],
    ['?AssignmentStatus=reserved&AssignmentStatus=canceled', [1]],
    ['?AssignmentStatus=completed', []],
    ['?WorkflowName=Main', [1, 2, 3]],
    ['?WorkflowName=Other', []],
    ['?WorkflowSid=WW1', []],
    ['?TaskQueueName=Spanish', [1, 2]],
    ['?TaskQueueName=Everyone&Priority=3', [4]],
    [`?EvaluateTaskAttributes=${encodeURIComponent("lang == 'en'")}`, [3, 4]],
    ['?HasAddons=true', []],
    ['?HasAddons=false', [1, 2, 3, 4]],
    ['?Ordering=DateCreated:desc', [4, 3, 2, 1]],
    ['?Ordering=Priority:desc', [4, 2, 3, 1]],
    ['?Ordering=Priority:desc,DateCreated:asc', [2, 4, 3, 1]],
    ['?Ordering=VirtualStartTime:asc', [2, 1, 3, 4]],
    ['?Ordering=Priority', [1, 3, 2, 4]],
  ])('are listed by %s', async (query, numbers) => {
    const list = await server.get(`${at}/Tasks${query}`);
    const texts = column(list, 'tasks', 'attributes') as string[];
    expect(texts.map((text) => (JSON.parse(text) as { n: number }).n)).toEqual(numbers);
  });

  it('are listed by routing target and SIDs', async () => {
    const count = async (query: string) => column(await server.get(`${at}/Tasks?${query}`), 'tasks', 'sid').length;
    expect(await count(`RoutingTarget=${planted.everyone}`)).toBe(1);
    expect(await count(`WorkflowSid=${planted.workflow}`)).toBe(3);
    expect(await count(`TaskQueueSid=${planted.spanish}`)).toBe(2);
  });
});

describe('a reservation', () => {
  it('is represented below its task and below its worker', async () => {
    const { ana, workspace } = planted;
    const task = sidOf(await create({ Attributes: '{"lang":"es"}' }));
    const list = await server.get(`${at}/Tasks/${task}/Reservations`);
    const [sid] = column(list, 'reservations', 'sid');
    const url = `${ORIGIN}/v1${at}`;
    const shape = {
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      task_sid: task,
      worker_sid: ana,
      worker_name: 'Ana',
      reservation_status: 'pending',
      date_created: '2026-01-05T09:00:00Z',
      date_updated: '2026-01-05T09:00:00Z',
      links: { task: `${url}/Tasks/${task}`, worker: `${url}/Workers/${ana}`, workspace: url },
    };
    const ofTask = await server.get(`${at}/Tasks/${task}/Reservations/${sid}`);
    expect(ofTask.headers.get('etag')).toBe('"0"');
    expect(ofTask.body).toEqual({ ...shape, url: `${url}/Tasks/${task}/Reservations/${sid}` });
    const ofWorker = await server.get(`${at}/Workers/${ana}/Reservations/${sid}`);
    expect(ofWorker.body).toEqual({ ...shape, url: `${url}/Workers/${ana}/Reservations/${sid}` });
    for (const [path, count] of [
      [`Tasks/${task}/Reservations?ReservationStatus=pending`, 1],
      [`Tasks/${task}/Reservations?ReservationStatus=accepted`, 0],
      [`Tasks/${task}/Reservations?WorkerSid=${ana}`, 1],
      [`Tasks/${task}/Reservations?WorkerSid=WK1`, 0],
      [`Workers/${ana}/Reservations`, 1],
      [`Workers/${ana}/Reservations?ReservationStatus=accepted,wrapping`, 0],
    ] as const) {
      expect(column(await server.get(`${at}/${path}`), 'reservations', 'sid')).toHaveLength(count);
    }
  });

  it('is not found below another task or worker', async () => {
    const { reservation } = await assigned();
    const other = sidOf(await create());
    const bea = sidOf(await server.post(`${at}/Workers`, { FriendlyName: 'Bea' }));
    for (const path of [`Tasks/${other}/Reservations/${reservation}`, `Workers/${bea}/Reservations/${reservation}`]) {
      expect((await server.get(`${at}/${path}`)).status).toBe(404);
      expect((await server.post(`${at}/${path}`, { ReservationStatus: 'completed' })).status).toBe(404);
      expect((await server.post(`${at}/${path}`)).status).toBe(404);
    }
  });

  it('is accepted, wrapped up and completed below its worker', async () => {
    const { ana } = planted;
    const task = sidOf(await create({ Attributes: '{"lang":"es"}' }));
    const [sid] = column(await server.get(`${at}/Workers/${ana}/Reservations`), 'reservations', 'sid');
    const path = `${at}/Workers/${ana}/Reservations/${sid}`;
    const taskStatus = async () => (await server.get(`${at}/Tasks/${task}`)).body.assignment_status;
    const seen = [];
    for (const form of [
      { Instruction: 'Accept' },
      { ReservationStatus: 'wrapping' },
      { ReservationStatus: 'completed' },
    ]) {
      const reply = await server.post(path, form);
      seen.push([reply.status, reply.headers.get('etag'), reply.body.reservation_status, await taskStatus()]);
    }
    expect(seen).toEqual([
      [200, '"1"', 'accepted', 'assigned'],
      [200, '"2"', 'wrapping', 'wrapping'],
      [200, '"3"', 'completed', 'completed'],
    ]);
    expect((await server.get(`${at}/Tasks/${task}`)).body.reason).toBe('All reservations were completed');
  });

  it('is rejected together with an activity', async () => {
    const { ana, activity } = planted;
    const task = sidOf(await create({ Attributes: '{"lang":"es"}' }));
    const [sid] = column(await server.get(`${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
    const rejected = await server.post(`${at}/Tasks/${task}/Reservations/${sid}`, {
      ReservationStatus: 'rejected',
      WorkerActivitySid: activity('Offline'),
    });
    expect(rejected.body.reservation_status).toBe('rejected');
    expect((await server.get(`${at}/Workers/${ana}`)).body.activity_name).toBe('Offline');
  });

  it('refuses what may not be, and nothing changes', async () => {
    const { activity } = planted;
    const { task, reservation } = await assigned();
    const path = `${at}/Tasks/${task}/Reservations/${reservation}`;
    const again = `Reservation ${reservation} is already in state [accepted] and cannot be updated to [accepted]`;
    const rows: [Readonly<Record<string, string>>, number, string | RegExp][] = [
      [{ ReservationStatus: 'accepted' }, 400, again],
      [{ ReservationStatus: 'rejected' }, 400, /\[accepted\] and cannot be updated to \[rejected\]/],
      [{ ReservationStatus: 'timeout' }, 400, /cannot be set to timeout; a request may set accepted/],
      [{ ReservationStatus: 'gone' }, 400, /ReservationStatus parameter: must be one of pending/],
      [{ ReservationStatus: 'wrapping', WorkerActivitySid: activity('Offline') }, 400, /WorkerActivitySid/],
      [{ Instruction: 'conference' }, 400, /^Unable to execute Conference instruction\. .* not currently in a Pending/],
      [{ Instruction: 'juggle' }, 400, /Instruction parameter: must be one of accept/],
      [{ Instruction: 'accept', ReservationStatus: 'accepted' }, 400, /send one of them/],
    ];
    const before = await server.digest();
    for (const [form, status, message] of rows) {
      const reply = await server.post(path, form);
      expect(refusal(reply)).toEqual({
        status,
        code: 20001,
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
    }
    expect((await server.post(path, {}, { 'if-match': '9' })).status).toBe(412);
    expect((await server.post(path, { ReservationStatus: 'completed' }, { 'if-match': '9' })).status).toBe(412);
    expect((await server.post(path, {}, { 'if-match': '1' })).body.reservation_status).toBe('accepted');
    expect(await server.digest()).toBe(before);
  });

  it('that a colleague took first answers 410', async () => {
    const { activity, spanish } = planted;
    await server.post(`${at}/TaskQueues/${spanish}`, { MaxReservedWorkers: 2 });
    await server.post(`${at}/Workers`, {
      FriendlyName: 'Bea',
      ActivitySid: activity('Available'),
      Attributes: '{"es":1}',
    });
    const task = sidOf(await create({ Attributes: '{"lang":"es"}' }));
    const sids = column(await server.get(`${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
    expect(sids).toHaveLength(2);
    const replies = [];
    for (const sid of sids) {
      replies.push(await server.post(`${at}/Tasks/${task}/Reservations/${sid}`, { ReservationStatus: 'accepted' }));
    }
    expect(replies.map((reply) => reply.status)).toEqual([200, 410]);
  });
});

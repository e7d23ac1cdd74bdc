import { beforeEach, describe, expect, it } from 'vitest';
import {
  column,
  createRestServer,
  plantWorkspace,
  type RestReply,
  type RestServer,
  START,
  sidOf,
} from './rest-server.ts';

let server: RestServer;
let planted: Awaited<ReturnType<typeof plantWorkspace>>;

beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
});

const group = (reply: RestReply, name: 'cumulative' | 'realtime') => reply.body[name] as Record<string, unknown>;
const iso = (seconds: number) => `${new Date(START + seconds * 1000).toISOString().slice(0, 19)}Z`;

/** Two Spanish tasks for Ana's one place: the first is accepted after 10 s, the second canceled after 40 s. */
async function work() {
  const { at } = planted;
  const first = sidOf(await server.post(`${at}/Tasks`, { Attributes: '{"lang":"es"}' }));
  const second = sidOf(await server.post(`${at}/Tasks`, { Attributes: '{"lang":"es"}', Priority: 3 }));
  await server.advance(10);
  const [reservation] = column(await server.get(`${at}/Tasks/${first}/Reservations`), 'reservations', 'sid');
  await server.post(`${at}/Tasks/${first}/Reservations/${reservation}`, { ReservationStatus: 'accepted' });
  await server.advance(30);
  return { first, second };
}

describe('statistics of a task queue', () => {
  it('tell what is going on and what happened (STAT-1, STAT-2, STAT-3, STAT-4, STAT-5, STAT-6)', async () => {
    const { at, spanish, activity } = planted;
    const { second } = await work();
    const before = await server.get(`${at}/TaskQueues/${spanish}/Statistics`);
    expect(group(before, 'realtime')).toEqual({
      total_tasks: 2,
      tasks_by_status: { pending: 1, reserved: 0, assigned: 1, wrapping: 0 },
      tasks_by_priority: { 0: 1, 3: 1 },
      longest_task_waiting_age: 40,
      longest_task_waiting_sid: second,
      longest_relative_task_age_in_queue: 40,
      longest_relative_task_sid_in_queue: second,
      total_eligible_workers: 1,
      total_available_workers: 1,
      activity_statistics: [
        { friendly_name: 'Offline', sid: activity('Offline'), workers: 0 },
        { friendly_name: 'Unavailable', sid: activity('Unavailable'), workers: 0 },
        { friendly_name: 'Available', sid: activity('Available'), workers: 1 },
      ],
    });
    await server.post(`${at}/Tasks/${second}`, { AssignmentStatus: 'canceled' });
    const after = await server.get(`${at}/TaskQueues/${spanish}/CumulativeStatistics?SplitByWaitTime=9,10,40`);
    expect(after.body).toMatchObject({
      task_queue_sid: spanish,
      start_time: iso(40 - 900),
      end_time: iso(40),
      avg_task_acceptance_time: 10,
      reservations_created: 1,
      reservations_accepted: 1,
      tasks_entered: 2,
      tasks_canceled: 1,
      tasks_completed: 0,
      wait_duration_until_accepted: { avg: 10, min: 10, max: 10, total: 10 },
      wait_duration_in_queue_until_accepted: { avg: 10, min: 10, max: 10, total: 10 },
      wait_duration_until_canceled: { avg: 40, min: 40, max: 40, total: 40 },
      split_by_wait_time: {
        9: {
          above: { tasks_canceled: 1, reservations_accepted: 1 },
          below: { tasks_canceled: 0, reservations_accepted: 0 },
        },
        10: {
          above: { tasks_canceled: 1, reservations_accepted: 0 },
          below: { tasks_canceled: 0, reservations_accepted: 1 },
        },
        40: {
          above: { tasks_canceled: 0, reservations_accepted: 0 },
          below: { tasks_canceled: 1, reservations_accepted: 1 },
        },
      },
      url: expect.stringMatching(`/TaskQueues/${spanish}/CumulativeStatistics$`),
    });
  });

  it('have nobody waiting when nothing waits (STAT-7)', async () => {
    const { at, spanish } = planted;
    for (const path of ['RealTimeStatistics', `TaskQueues/${spanish}/RealTimeStatistics`]) {
      const { body } = await server.get(`${at}/${path}`);
      expect(body).toMatchObject({ longest_task_waiting_age: 0, longest_task_waiting_sid: null, total_tasks: 0 });
    }
  });

  it('are listed page by page, and by name', async () => {
    const { at, spanish, everyone } = planted;
    const first = await server.get(`${at}/TaskQueues/Statistics?PageSize=1`);
    const meta = first.body.meta as { readonly next_page_url: string };
    const next = await server.get(meta.next_page_url);
    expect([first, next].flatMap((page) => column(page, 'task_queues_statistics', 'task_queue_sid'))).toEqual([
      spanish,
      everyone,
    ]);
    const named = await server.get(`${at}/TaskQueues/Statistics?FriendlyName=Everyone`);
    expect(column(named, 'task_queues_statistics', 'task_queue_sid')).toEqual([everyone]);
  });

  it('are answered for many queues at once, with zeros for queues of elsewhere', async () => {
    const { at, spanish } = planted;
    await work();
    const foreign = `WQ${'0'.repeat(32)}`;
    const reply = await server.postJson(`${at}/TaskQueues/RealTimeStatistics`, { QueueSids: [spanish, foreign] });
    expect([reply.status, reply.body.task_queue_response_count]).toEqual([200, 2]);
    expect(column(reply, 'task_queue_data', 'task_queue_sid')).toEqual([spanish, foreign]);
    expect(column(reply, 'task_queue_data', 'total_tasks')).toEqual([2, 0]);
    expect(column(reply, 'task_queue_data', 'total_eligible_workers')).toEqual([1, 0]);
  });

  it.each([
    ['none', { QueueSids: [] }],
    ['51', { QueueSids: Array.from({ length: 51 }, () => `WQ${'0'.repeat(32)}`) }],
    ['what is no SID', { QueueSids: ['WQ1'] }],
    ['no list', { QueueSids: 'WQ1' }],
    ['nothing', {}],
    ['no object', ['WQ1']],
  ])('are refused for %s', async (_, body) => {
    const reply = await server.postJson(`${planted.at}/TaskQueues/RealTimeStatistics`, body);
    expect([reply.status, reply.body.code]).toEqual([400, 20001]);
  });
});

describe('statistics of workers', () => {
  it('count reservations and the time in every activity (STAT-3, STAT-8)', async () => {
    const { at, ana, activity } = planted;
    await work();
    await server.post(`${at}/Workers/${ana}`, { ActivitySid: activity('Offline') });
    await server.advance(20);
    for (const path of [`Workers/${ana}/Statistics`, 'Workers/Statistics']) {
      const { activity_durations: durations, ...rest } = group(await server.get(`${at}/${path}`), 'cumulative');
      expect(rest).toMatchObject({ reservations_created: 1, reservations_accepted: 1, reservations_rejected: 0 });
      expect(durations).toMatchObject([
        { friendly_name: 'Offline', min: 20, max: 20, avg: 20, total: 20 },
        { friendly_name: 'Unavailable', min: 0, max: 0, avg: 0, total: 0 },
        { friendly_name: 'Available', min: 40, max: 40, avg: 40, total: 40 },
      ]);
    }
  });

  it.each([
    ['', 2],
    ['?TaskQueueName=Spanish', 1],
    ['?TaskQueueName=Everyone', 2],
    ['?TaskQueueName=Nobody', 0],
    ['?FriendlyName=Bea', 1],
    ['?FriendlyName=Bea&TaskQueueName=Spanish', 0],
  ])('are of the workers chosen by "%s"', async (query, workers) => {
    await server.post(`${planted.at}/Workers`, { FriendlyName: 'Bea' });
    const reply = await server.get(`${planted.at}/Workers/Statistics${query}`);
    expect(group(reply, 'realtime').total_workers).toBe(workers);
  });
});

describe('the window of statistics (STAT-9)', () => {
  it('is to the second', async () => {
    const { at, workflow } = planted;
    await work();
    const counts = async (from: number, to: number) => {
      const query = `StartDate=${iso(from)}&EndDate=${iso(to)}`;
      const { body } = await server.get(`${at}/Workflows/${workflow}/CumulativeStatistics?${query}`);
      return [body.tasks_entered, body.reservations_accepted];
    };
    expect(await counts(0, 9)).toEqual([2, 0]);
    expect(await counts(1, 10)).toEqual([0, 1]);
    expect(await counts(11, 40)).toEqual([0, 0]);
  });

  it.each([
    [`Minutes=5&StartDate=${iso(0)}`, 20001],
    [`Minutes=5&EndDate=${iso(0)}`, 20001],
    ['Minutes=0', 20001],
    [`StartDate=${iso(10)}&EndDate=${iso(0)}`, 20001],
    ['SplitByWaitTime=5,x', 20001],
    ['TaskChannel=pigeon', 20001],
    [`StartDate=${iso(-30 * 86_400 - 1)}`, 14241],
    ['Minutes=43201', 14241],
  ])('is refused for %s', async (query, code) => {
    for (const path of ['CumulativeStatistics', 'TaskQueues/Statistics']) {
      const reply = await server.get(`${planted.at}/${path}?${query}`);
      expect([path, reply.status, reply.body.code]).toEqual([path, 400, code]);
    }
  });

  it('reaches back exactly 30 days', async () => {
    expect((await server.get(`${planted.at}/Statistics?Minutes=43200`)).status).toBe(200);
  });
});

it('a task channel narrows everything to its tasks', async () => {
  const { at } = planted;
  await server.post(`${at}/Tasks`, { TaskChannel: 'voice' });
  await work();
  for (const [channel, tasks] of [
    ['voice', 1],
    ['default', 2],
    ['sms', 0],
  ] as const) {
    const reply = await server.get(`${at}/Statistics?TaskChannel=${channel}`);
    expect(group(reply, 'realtime')).toMatchObject({ total_tasks: tasks, total_workers: 1 });
    expect(group(reply, 'cumulative').tasks_created).toBe(tasks);
  }
});

it.each(['TaskQueues/WQ', 'Workflows/WW', 'Workers/WK'])(
  'there are none of %s… that is not there',
  async (resource) => {
    const reply = await server.get(`${planted.at}/${resource}${'0'.repeat(32)}/Statistics`);
    expect([reply.status, reply.body.code]).toEqual([404, 20404]);
  },
);

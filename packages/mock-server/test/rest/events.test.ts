import { EVENT_TYPES } from '@taskbay/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryJournal } from '../../src/runtime/memory-journal.ts';
import {
  ACCOUNT,
  column,
  createRestServer,
  metaOf,
  ORIGIN,
  plantWorkspace,
  type RestServer,
  sidOf,
} from './rest-server.ts';

type Planted = Awaited<ReturnType<typeof plantWorkspace>>;

let server: RestServer;
let planted: Planted;
let at: string;
let task: string;
let reservation: string;

/** 09:00 the workspace and a task that Ana is offered; 09:01 she accepts; 09:30 it completes; then it is 09:30. */
beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
  ({ at } = planted);
  task = sidOf(await server.post(`${at}/Tasks`, { Attributes: '{"lang":"es"}', TaskChannel: 'chat' }));
  const [sid] = column(await server.get(`${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
  reservation = String(sid);
  await server.advance(60);
  await server.post(`${at}/Tasks/${task}/Reservations/${reservation}`, { ReservationStatus: 'accepted' });
  await server.advance(29 * 60);
  await server.post(`${at}/Tasks/${task}`, { AssignmentStatus: 'completed', Reason: 'done' });
});

const types = async (query: string) => column(await server.get(`${at}/Events${query}`), 'events', 'event_type');

describe('events', () => {
  it('are described in the words of the documentation, or by their type (TASK-11)', async () => {
    const described = async (type: string) =>
      column(await server.get(`${at}/Events?EventType=${type}`), 'events', 'description');
    const [worker] = column(await server.get(`${at}/Workers?FriendlyName=Ana`), 'workers', 'sid');
    const [offline] = column(await server.get(`${at}/Activities?FriendlyName=Offline`), 'activities', 'sid');
    await server.post(`${at}/Workers/${worker}`, { ActivitySid: String(offline) });
    await server.post(`${at}/Tasks`, { Attributes: '{"lang":"es"}', Timeout: '60' });
    await server.advance(60);
    expect(await described('worker.activity.update')).toEqual(['Worker Ana updated to Offline Activity']);
    expect(await described('task.canceled')).toEqual(['Task TTL Exceeded']);
    expect(await described('task.created')).toEqual(['task.created']);
  });

  it('are represented with every value as text', async () => {
    const list = await server.get(`${at}/Events?EventType=task.completed`);
    const [sid] = column(list, 'events', 'sid');
    const url = `${ORIGIN}/v1${at}`;
    expect(list.body.events).toEqual([
      {
        account_sid: ACCOUNT,
        workspace_sid: planted.workspace,
        sid,
        actor_type: 'account',
        actor_sid: ACCOUNT,
        actor_url: null,
        description: 'task.completed',
        event_type: 'task.completed',
        event_date: '2026-01-05T09:30:00Z',
        event_date_ms: Date.parse('2026-01-05T09:30:00Z'),
        event_data: expect.objectContaining({
          task_sid: task,
          task_age: '1800',
          task_priority: '0',
          task_assignment_status: 'completed',
          task_completed_reason: 'done',
          task_attributes: '{"lang":"es"}',
          task_queue_sid: planted.spanish,
          workflow_sid: planted.workflow,
        }),
        resource_type: 'task',
        resource_sid: task,
        resource_url: `${url}/Tasks/${task}`,
        source: 'twilio',
        source_ip_address: null,
        url: `${url}/Events/${sid}`,
      },
    ]);
    const fetched = await server.get(`${at}/Events/${sid}`);
    expect([fetched.body]).toEqual(list.body.events);
  });

  it('come newest first, of the last 15 minutes unless asked otherwise', async () => {
    expect(await types('')).toEqual(['task.completed', 'reservation.completed']);
    expect(await types('?Minutes=29')).toEqual(['task.completed', 'reservation.completed', 'reservation.accepted']);
    const all = await types('?Minutes=30');
    expect(all.slice(2, 4)).toEqual(['reservation.accepted', 'reservation.created']);
    expect(all.at(-1)).toBe('activity.created');
    expect(all.length).toBeGreaterThan(15);
  });

  it.each([
    ['?StartDate=2026-01-05T09:01:00Z', ['task.completed', 'reservation.completed', 'reservation.accepted']],
    ['?StartDate=2026-01-05T09:01:00Z&EndDate=2026-01-05T09:29:59Z', ['reservation.accepted']],
    ['?StartDate=2026-01-05T09:01:00Z&Minutes=1', ['task.completed', 'reservation.completed', 'reservation.accepted']],
    ['?EndDate=2026-01-05T08:59:59Z', []],
  ])('are listed by dates: %s', async (query, expected) => {
    expect(await types(query)).toEqual(expected);
  });

  it('are listed by what they are about', async () => {
    const { ana, spanish, workflow } = planted;
    const of = async (query: string) => (await types(`?Minutes=60&${query}`)).toReversed();
    const offered = ['reservation.created', 'reservation.accepted', 'reservation.completed'];
    expect(await of(`ReservationSid=${reservation}`)).toEqual(offered);
    expect(await of(`WorkerSid=${ana}`)).toEqual(['worker.created', ...offered]);
    expect(await of(`TaskQueueSid=${spanish}`)).toEqual(
      expect.arrayContaining(['task-queue.created', 'task-queue.entered', 'task.completed']),
    );
    expect(await of(`TaskSid=${task}&EventType=task.created`)).toEqual(['task.created']);
    expect(await of(`WorkflowSid=${workflow}&EventType=workflow.entered`)).toEqual(['workflow.entered']);
    expect(await of('TaskChannel=chat&EventType=task-channel.created')).toEqual(['task-channel.created']);
    expect(await of('TaskChannel=video&EventType=task.created')).toEqual([]);
    expect(await of('TaskSid=WT1')).toEqual([]);
    const [sid] = column(await server.get(`${at}/Events?Minutes=60&EventType=worker.created`), 'events', 'sid');
    expect(await types(`?Sid=${sid}`)).toEqual(['worker.created']);
  });

  it('have only types that the service has', async () => {
    await server.post(`${at}/Workers/${planted.ana}`, { FriendlyName: 'Anna' });
    await server.post(`${at}`, { FriendlyName: 'renamed' });
    const known: readonly unknown[] = EVENT_TYPES;
    const all = await types('?Minutes=60&PageSize=1000');
    expect(all.filter((type) => !known.includes(type))).toEqual([]);
    const stored = await server.runtime.journal.read(planted.workspace, 0);
    const lines = stored.kind === 'ok' ? stored.batches.flatMap((batch) => batch.lines) : [];
    const own = lines.filter((line) => line.type.startsWith('taskbay.'));
    expect(own.length).toBeGreaterThan(2);
    expect((await server.get(`${at}/Events/${own[0]?.sid}`)).status).toBe(404);
    expect(all).toEqual(
      lines
        .filter((line) => known.includes(line.type))
        .map((line) => line.type)
        .toReversed(),
    );
  });

  it.each([
    ['activity.created', 'activity', 'Activities'],
    ['task-channel.created', 'task-channel', 'TaskChannels'],
    ['task-queue.created', 'taskqueue', 'TaskQueues'],
    ['task-queue.entered', 'task', 'Tasks'],
    ['workflow.entered', 'task', 'Tasks'],
    ['worker.created', 'worker', 'Workers'],
    ['reservation.accepted', 'reservation', 'Reservations'],
  ])('%s is about a %s', async (type, resource, collection) => {
    const list = await server.get(`${at}/Events?Minutes=60&EventType=${type}`);
    expect(column(list, 'events', 'resource_type')[0]).toBe(resource);
    const [url] = column(list, 'events', 'resource_url');
    expect(url).toContain(`/${collection}/`);
    expect((await server.get(String(url))).status).toBe(200);
  });

  it('name the workspace as the actor when time runs out', async () => {
    await server.post(`${at}/Tasks`, { Attributes: '{"lang":"es"}' });
    await server.advance(120);
    const list = await server.get(`${at}/Events?EventType=reservation.timeout`);
    expect(list.body.events).toMatchObject([
      { actor_type: 'workspace', actor_sid: planted.workspace, actor_url: `${ORIGIN}/v1${at}` },
    ]);
  });

  it('are paged, with what comes newer left out', async () => {
    const all = column(await server.get(`${at}/Events?Minutes=60`), 'events', 'sid');
    const first = await server.get(`${at}/Events?Minutes=60&PageSize=4`);
    await server.post(`${at}/Activities`, { FriendlyName: 'Lunch' });
    const sids = [...column(first, 'events', 'sid')];
    const pages = [metaOf(first)];
    for (let url = metaOf(first).next_page_url; url !== null; url = pages.at(-1)?.next_page_url ?? null) {
      const page = await server.get(url);
      sids.push(...column(page, 'events', 'sid'));
      pages.push(metaOf(page));
    }
    expect(sids).toEqual(all);
    const back = await server.get(pages[2]?.previous_page_url ?? '');
    expect(column(back, 'events', 'sid')).toEqual(all.slice(4, 8));
    expect(metaOf(back).next_page_url).not.toBeNull();
    const elsewhere = createRestServer();
    const other = await plantWorkspace(elsewhere);
    const token = `PA${all[3]}`;
    const reply = await elsewhere.get(`${other.at}/Events?Page=1&PageToken=PAEV${'0'.repeat(32)}`);
    expect(reply.body.code).toBe(21481);
    expect((await server.get(`${at}/Events?Minutes=60&Page=1&PageToken=${token}`)).status).toBe(200);
  });

  it('are those that the journal still keeps', async () => {
    const small = createRestServer(new MemoryJournal(8));
    const { at: there } = await plantWorkspace(small);
    for (let number = 0; number < 20; number += 1) {
      await small.post(`${there}/Activities`, { FriendlyName: `Activity ${number}` });
    }
    const names = (await small.get(`${there}/Events`)).body.events as { event_data: { activity_name: string } }[];
    expect(names[0]?.event_data.activity_name).toBe('Activity 19');
    expect(names.length).toBeGreaterThanOrEqual(8);
    expect(names.length).toBeLessThan(20);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, column, createRestServer, ORIGIN, type RestServer, sidOf } from './rest-server.ts';

let server: RestServer;
beforeEach(() => {
  server = createRestServer();
});

describe('a new workspace', () => {
  it('is represented with absolute URLs on the host it was asked for', async () => {
    const reply = await server.post('/Workspaces', { FriendlyName: 'support' });
    const url = `${ORIGIN}/v1/Workspaces/${sidOf(reply)}`;
    const offline = expect.stringMatching(/^WA[0-9a-f]{32}$/);
    expect(reply.status).toBe(201);
    expect(reply.body).toEqual({
      account_sid: ACCOUNT,
      date_created: '2026-01-05T09:00:00Z',
      date_updated: '2026-01-05T09:00:00Z',
      default_activity_name: 'Offline',
      default_activity_sid: offline,
      event_callback_url: '',
      events_filter: null,
      friendly_name: 'support',
      multi_task_enabled: true,
      sid: expect.stringMatching(/^WS[0-9a-f]{32}$/),
      timeout_activity_name: 'Offline',
      timeout_activity_sid: offline,
      prioritize_queue_order: 'FIFO',
      url,
      links: {
        activities: `${url}/Activities`,
        statistics: `${url}/Statistics`,
        real_time_statistics: `${url}/RealTimeStatistics`,
        cumulative_statistics: `${url}/CumulativeStatistics`,
        task_queues: `${url}/TaskQueues`,
        tasks: `${url}/Tasks`,
        workers: `${url}/Workers`,
        workflows: `${url}/Workflows`,
        task_channels: `${url}/TaskChannels`,
        events: `${url}/Events`,
      },
    });
  });

  it('has the activities and channels of a multitasking one', async () => {
    const at = `/Workspaces/${sidOf(await server.post('/Workspaces', { FriendlyName: 'support' }))}`;
    const activities = await server.get(`${at}/Activities`);
    expect(column(activities, 'activities', 'friendly_name')).toEqual(['Offline', 'Unavailable', 'Available']);
    expect(column(activities, 'activities', 'available')).toEqual([false, false, true]);
    const channels = await server.get(`${at}/TaskChannels`);
    expect(column(channels, 'channels', 'unique_name')).toEqual(['default', 'voice', 'sms', 'chat', 'video']);
    expect(column(channels, 'channels', 'friendly_name')).toEqual(['Default', 'Voice', 'SMS', 'Chat', 'Video']);
    expect(column(await server.get(`${at}/TaskQueues`), 'task_queues', 'sid')).toEqual([]);
  });

  it.each([
    ['true', null, null],
    ['false', 'Reserved', 'Busy'],
  ])('has a queue and a workflow by Template=FIFO, MultiTaskEnabled=%s', async (multi, reserved, busy) => {
    const form = { FriendlyName: 'support', Template: 'FIFO', MultiTaskEnabled: multi };
    const at = `/Workspaces/${sidOf(await server.post('/Workspaces', form))}`;
    const queues = await server.get(`${at}/TaskQueues`);
    expect(queues.body.task_queues).toMatchObject([
      {
        friendly_name: 'Sample Queue',
        target_workers: '1==1',
        reservation_activity_name: reserved,
        assignment_activity_name: busy,
      },
    ]);
    const workflows = await server.get(`${at}/Workflows`);
    expect(column(workflows, 'workflows', 'friendly_name')).toEqual(['Default Fifo Workflow']);
    const [configuration] = column(workflows, 'workflows', 'configuration');
    const [queue] = column(queues, 'task_queues', 'sid');
    expect(JSON.parse(String(configuration))).toEqual({ task_routing: { default_filter: { queue } } });
  });

  it('has the older activities when it is single-tasking, and needs them on its queues (QUEUE-5)', async () => {
    const form = { FriendlyName: 'support', MultiTaskEnabled: 'false' };
    const at = `/Workspaces/${sidOf(await server.post('/Workspaces', form))}`;
    const activities = await server.get(`${at}/Activities`);
    expect(column(activities, 'activities', 'friendly_name')).toEqual(['Offline', 'Idle', 'Busy', 'Reserved']);
    const refused = await server.post(`${at}/TaskQueues`, { FriendlyName: 'all' });
    expect(refused.status).toBe(400);
    expect(refused.body.message).toMatch(/ReservationActivitySid parameter: Activity Sids cannot be empty/);
  });
});

describe('workspaces', () => {
  it('are listed, found by name, fetched, updated and deleted with everything in them', async () => {
    const first = sidOf(await server.post('/Workspaces', { FriendlyName: 'first' }));
    await server.advance(1);
    const second = sidOf(await server.post('/Workspaces', { FriendlyName: 'second' }));
    expect(column(await server.get('/Workspaces'), 'workspaces', 'sid')).toEqual([first, second]);
    expect(column(await server.get('/Workspaces?FriendlyName=second'), 'workspaces', 'sid')).toEqual([second]);
    const fetched = await server.get(`/Workspaces/${first}/`);
    expect([fetched.status, fetched.body.friendly_name]).toEqual([200, 'first']);
    await server.advance(60);
    const available = (await server.get(`/Workspaces/${first}/Activities?FriendlyName=Available`)).body;
    const [activity] = available.activities as { sid: string }[];
    const updated = await server.post(`/Workspaces/${first}`, {
      FriendlyName: 'renamed',
      DefaultActivitySid: activity?.sid ?? '',
      EventsFilter: 'task.created, worker.created',
      EventCallbackUrl: 'https://example.com/events#rc=2',
      PrioritizeQueueOrder: 'LIFO',
      MultiTaskEnabled: true,
    });
    expect(updated.status).toBe(200);
    expect(updated.body).toMatchObject({
      friendly_name: 'renamed',
      default_activity_name: 'Available',
      timeout_activity_name: 'Offline',
      events_filter: 'task.created, worker.created',
      event_callback_url: 'https://example.com/events#rc=2',
      prioritize_queue_order: 'LIFO',
      date_created: '2026-01-05T09:00:00Z',
      date_updated: '2026-01-05T09:01:01Z',
    });
    expect((await server.remove(`/Workspaces/${first}`)).status).toBe(204);
    expect((await server.get(`/Workspaces/${first}`)).status).toBe(404);
    expect((await server.get(`/Workspaces/${first}/Activities`)).status).toBe(404);
    expect(column(await server.get('/Workspaces'), 'workspaces', 'sid')).toEqual([second]);
  });
});

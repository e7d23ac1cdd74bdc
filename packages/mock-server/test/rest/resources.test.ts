import { beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, column, createRestServer, ORIGIN, plantWorkspace, type RestServer, sidOf } from './rest-server.ts';

type Planted = Awaited<ReturnType<typeof plantWorkspace>>;

let server: RestServer;
let planted: Planted;
let url: string;
const dates = { date_created: '2026-01-05T09:00:00Z', date_updated: '2026-01-05T09:00:00Z' };

beforeEach(async () => {
  server = createRestServer();
  planted = await plantWorkspace(server);
  url = `${ORIGIN}/v1${planted.at}`;
});

describe('activities', () => {
  it('are created, updated and deleted', async () => {
    const { at, workspace } = planted;
    const created = await server.post(`${at}/Activities`, { FriendlyName: 'Lunch' });
    const sid = sidOf(created);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      friendly_name: 'Lunch',
      available: false,
      ...dates,
      url: `${url}/Activities/${sid}`,
      links: { workspace: url },
    });
    const renamed = await server.post(`${at}/Activities/${sid}`, { FriendlyName: 'Break', Available: 'true' });
    expect(renamed.body).toMatchObject({ friendly_name: 'Break', available: false });
    expect((await server.remove(`${at}/Activities/${sid}`)).status).toBe(204);
    expect((await server.get(`${at}/Activities/${sid}`)).status).toBe(404);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['yes', true],
    ['on', false],
    ['', false],
  ])('are available when the form says %j: %s', async (word, available) => {
    const created = await server.post(`${planted.at}/Activities`, { FriendlyName: 'New', Available: word });
    expect(created.body.available).toBe(available);
  });

  it.each([
    ['', ['Offline', 'Unavailable', 'Available']],
    ['?Available=true', ['Available']],
    ['?Available=no', ['Offline', 'Unavailable']],
    ['?FriendlyName=Unavailable', ['Unavailable']],
    ['?FriendlyName=Unavailable&Available=1', []],
    ['?FriendlyName=Elsewhere', []],
  ])('are listed by %s', async (query, names) => {
    const list = await server.get(`${planted.at}/Activities${query}`);
    expect(column(list, 'activities', 'friendly_name')).toEqual(names);
  });
});

describe('task channels', () => {
  it('are created, found by SID and by name, updated and deleted', async () => {
    const { at, workspace, ana } = planted;
    const created = await server.post(`${at}/TaskChannels`, { FriendlyName: 'E-mail', UniqueName: 'email' });
    const sid = sidOf(created);
    expect(created.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      friendly_name: 'E-mail',
      unique_name: 'email',
      channel_optimized_routing: false,
      ...dates,
      url: `${url}/TaskChannels/${sid}`,
      links: { workspace: url },
    });
    expect((await server.get(`${at}/Workers/${ana}/Channels/email`)).body.configured_capacity).toBe(1);
    expect((await server.get(`${at}/TaskChannels/${sid}`)).body).toEqual(created.body);
    const form = { FriendlyName: 'Mail', ChannelOptimizedRouting: 'true' };
    const updated = await server.post(`${at}/TaskChannels/email`, form);
    expect(updated.body).toMatchObject({ sid, friendly_name: 'Mail', channel_optimized_routing: true });
    expect((await server.remove(`${at}/TaskChannels/email`)).status).toBe(204);
    for (const reply of [
      await server.get(`${at}/TaskChannels/email`),
      await server.post(`${at}/TaskChannels/email`, form),
      await server.remove(`${at}/TaskChannels/${sid}`),
      await server.get(`${at}/Workers/${ana}/Channels/email`),
    ]) {
      expect(reply.status).toBe(404);
    }
  });
});

describe('task queues', () => {
  it('are created with their activities, updated and deleted', async () => {
    const { at, workspace, activity } = planted;
    const created = await server.post(`${at}/TaskQueues`, {
      FriendlyName: 'French',
      TargetWorkers: 'fr > 2',
      MaxReservedWorkers: 3,
      TaskOrder: 'LIFO',
      ReservationActivitySid: activity('Unavailable'),
      AssignmentActivitySid: activity('Offline'),
    });
    const sid = sidOf(created);
    expect(created.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      friendly_name: 'French',
      target_workers: 'fr > 2',
      max_reserved_workers: 3,
      task_order: 'LIFO',
      reservation_activity_sid: activity('Unavailable'),
      reservation_activity_name: 'Unavailable',
      assignment_activity_sid: activity('Offline'),
      assignment_activity_name: 'Offline',
      ...dates,
      url: `${url}/TaskQueues/${sid}`,
      links: {
        workspace: url,
        reservation_activity: `${url}/Activities/${activity('Unavailable')}`,
        assignment_activity: `${url}/Activities/${activity('Offline')}`,
        statistics: `${url}/TaskQueues/${sid}/Statistics`,
        real_time_statistics: `${url}/TaskQueues/${sid}/RealTimeStatistics`,
        cumulative_statistics: `${url}/TaskQueues/${sid}/CumulativeStatistics`,
        list_statistics: `${url}/TaskQueues/Statistics`,
        bulk_real_time_statistics: `${url}/TaskQueues/RealTimeStatistics`,
      },
    });
    const updated = await server.post(`${at}/TaskQueues/${sid}`, { FriendlyName: 'Français', TargetWorkers: '' });
    expect(updated.body).toMatchObject({ friendly_name: 'Français', target_workers: '', max_reserved_workers: 3 });
    expect((await server.remove(`${at}/TaskQueues/${sid}`)).status).toBe(204);
    expect((await server.get(`${at}/TaskQueues/${sid}`)).status).toBe(404);
  });

  it('have no activities unless they are given', async () => {
    const fetched = await server.get(`${planted.at}/TaskQueues/${planted.everyone}`);
    expect(fetched.body).toMatchObject({
      target_workers: '1==1',
      task_order: 'FIFO',
      max_reserved_workers: 1,
      reservation_activity_sid: null,
      reservation_activity_name: null,
    });
    expect(Object.keys(fetched.body.links as object)).not.toContain('reservation_activity');
  });

  it.each([
    ['', ['Spanish', 'Everyone']],
    ['?FriendlyName=Everyone', ['Everyone']],
    ['?EvaluateWorkerAttributes=%7B%22es%22%3A%221%22%7D', ['Spanish', 'Everyone']],
    ['?EvaluateWorkerAttributes=%7B%7D', ['Everyone']],
    ['?EvaluateWorkerAttributes=%7B%7D&FriendlyName=Spanish', []],
    ['?Ordering=FriendlyName:asc', ['Everyone', 'Spanish']],
    ['?Ordering=DateUpdated:desc', ['Everyone', 'Spanish']],
    ['?Ordering=Whatever', ['Spanish', 'Everyone']],
    ['?WorkerSid=WK1', []],
  ])('are listed by %s', async (query, names) => {
    const list = await server.get(`${planted.at}/TaskQueues${query}`);
    expect(column(list, 'task_queues', 'friendly_name')).toEqual(names);
  });

  it('are listed by the worker who belongs to them', async () => {
    const bea = sidOf(await server.post(`${planted.at}/Workers`, { FriendlyName: 'Bea' }));
    const of = async (query: string) =>
      column(await server.get(`${planted.at}/TaskQueues?${query}`), 'task_queues', 'friendly_name');
    expect(await of(`WorkerSid=${planted.ana}`)).toEqual(['Spanish', 'Everyone']);
    expect(await of(`WorkerSid=${bea}`)).toEqual(['Everyone']);
    expect(await of(`WorkerSid=${bea}&FriendlyName=Spanish`)).toEqual([]);
  });
});

describe('workflows', () => {
  it('are represented, updated and deleted', async () => {
    const { at, workspace, workflow, everyone } = planted;
    const configuration = `{ "task_routing": {"default_filter":\n{"queue":"${everyone}"}} }`;
    const created = await server.post(`${at}/Workflows`, { FriendlyName: 'Other', Configuration: configuration });
    const sid = sidOf(created);
    expect(created.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      friendly_name: 'Other',
      configuration,
      document_content_type: 'application/json',
      assignment_callback_url: null,
      fallback_assignment_callback_url: null,
      task_reservation_timeout: 120,
      ...dates,
      url: `${url}/Workflows/${sid}`,
      links: {
        statistics: `${url}/Workflows/${sid}/Statistics`,
        real_time_statistics: `${url}/Workflows/${sid}/RealTimeStatistics`,
        cumulative_statistics: `${url}/Workflows/${sid}/CumulativeStatistics`,
      },
    });
    const updated = await server.post(`${at}/Workflows/${sid}`, {
      AssignmentCallbackUrl: 'https://example.com/assign',
      TaskReservationTimeout: 30,
    });
    expect(updated.body).toMatchObject({
      assignment_callback_url: 'https://example.com/assign',
      task_reservation_timeout: 30,
      configuration,
    });
    const cleared = await server.post(`${at}/Workflows/${sid}`, { AssignmentCallbackUrl: '' });
    expect(cleared.body.assignment_callback_url).toBeNull();
    expect(column(await server.get(`${at}/Workflows`), 'workflows', 'sid')).toEqual([workflow, sid]);
    expect(column(await server.get(`${at}/Workflows?FriendlyName=Other`), 'workflows', 'sid')).toEqual([sid]);
    expect((await server.remove(`${at}/Workflows/${sid}`)).status).toBe(204);
    expect((await server.get(`${at}/Workflows/${sid}`)).status).toBe(404);
  });

  it('take the longest configuration there may be', async () => {
    const core = `{"task_routing":{"default_filter":{"queue":"${planted.everyone}"}}}`;
    const configuration = core + ' '.repeat(1_038_576 - core.length);
    const reply = await server.post(`${planted.at}/Workflows`, { FriendlyName: 'Long', Configuration: configuration });
    expect(reply.status).toBe(201);
  });
});

describe('workers', () => {
  it('are represented, updated and deleted', async () => {
    const { at, workspace, activity } = planted;
    const created = await server.post(`${at}/Workers`, { FriendlyName: 'Bea', Attributes: '{ "fr": 1 }' });
    const sid = sidOf(created);
    expect([created.status, created.headers.get('etag')]).toEqual([201, '"0"']);
    expect(created.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      sid,
      friendly_name: 'Bea',
      attributes: '{ "fr": 1 }',
      activity_sid: activity('Offline'),
      activity_name: 'Offline',
      available: false,
      date_status_changed: '2026-01-05T09:00:00Z',
      ...dates,
      url: `${url}/Workers/${sid}`,
      links: {
        channels: `${url}/Workers/${sid}/Channels`,
        activity: `${url}/Activities/${activity('Offline')}`,
        workspace: url,
        statistics: `${url}/Workers/Statistics`,
        real_time_statistics: `${url}/Workers/RealTimeStatistics`,
        cumulative_statistics: `${url}/Workers/CumulativeStatistics`,
        worker_statistics: `${url}/Workers/${sid}/Statistics`,
        worker_channels: `${url}/Workers/${sid}/Channels`,
        reservations: `${url}/Workers/${sid}/Reservations`,
      },
    });
    await server.advance(5);
    const moved = await server.post(
      `${at}/Workers/${sid}`,
      { ActivitySid: activity('Available') },
      { 'if-match': '0' },
    );
    expect([moved.status, moved.headers.get('etag')]).toEqual([200, '"1"']);
    expect(moved.body).toMatchObject({ available: true, date_status_changed: '2026-01-05T09:00:05Z' });
    const same = await server.post(`${at}/Workers/${sid}`, {}, { 'if-match': '*' });
    expect(same.body).toEqual(moved.body);
    expect((await server.remove(`${at}/Workers/${sid}`, { 'if-match': 'W/"0"' })).status).toBe(412);
    expect((await server.remove(`${at}/Workers/${sid}`, { 'if-match': '"1"' })).status).toBe(204);
    expect((await server.get(`${at}/Workers/${sid}`)).status).toBe(404);
  });

  it.each([
    ['', ['Ana', 'bea', 'Cid']],
    ['?FriendlyName=BEA', ['bea']],
    ['?ActivityName=Offline', ['bea', 'Cid']],
    ['?Available=true', ['Ana']],
    ['?Available=0', ['bea', 'Cid']],
    ['?TaskQueueName=Spanish', ['Ana', 'Cid']],
    ['?TaskQueueName=Nobody', []],
    ['?TaskQueueName=Spanish&Available=false', ['Cid']],
    ['?TaskQueueSid=WQ1', []],
    ['?TargetWorkersExpression=es%20%3D%3D%201', ['Ana', 'Cid']],
    [`?TargetWorkersExpression=${encodeURIComponent("friendly_name == 'bea'")}`, ['bea']],
    [`?TargetWorkersExpression=${encodeURIComponent("activity_name != 'Offline'")}`, ['Ana']],
    ['?Ordering=FriendlyName:desc', ['bea', 'Cid', 'Ana']],
    ['?Ordering=DateStatusChanged:desc', ['Cid', 'bea', 'Ana']],
    ['?Ordering=nonsense:up', ['Ana', 'bea', 'Cid']],
  ])('are listed by %s', async (query, names) => {
    await server.advance(1);
    await server.post(`${planted.at}/Workers`, { FriendlyName: 'bea' });
    await server.post(`${planted.at}/Workers`, { FriendlyName: 'Cid', Attributes: '{"es":1}' });
    expect(column(await server.get(`${planted.at}/Workers${query}`), 'workers', 'friendly_name')).toEqual(names);
  });

  it('are listed by SIDs of activity and queue', async () => {
    const { at, activity, spanish, ana } = planted;
    const of = async (query: string) => column(await server.get(`${at}/Workers?${query}`), 'workers', 'sid');
    expect(await of(`ActivitySid=${activity('Available')}`)).toEqual([ana]);
    expect(await of(`ActivitySid=${activity('Offline')}`)).toEqual([]);
    expect(await of(`TaskQueueSid=${spanish}`)).toEqual([ana]);
    expect(await of(`TaskQueueSid=${spanish}&TaskQueueName=Everyone`)).toEqual([]);
  });
});

describe('worker channels', () => {
  it('are found by three names and updated', async () => {
    const { at, workspace, ana } = planted;
    const list = await server.get(`${at}/Workers/${ana}/Channels`);
    expect(column(list, 'channels', 'task_channel_unique_name')).toEqual(['default', 'voice', 'sms', 'chat', 'video']);
    const byName = await server.get(`${at}/Workers/${ana}/Channels/voice`);
    const sid = sidOf(byName);
    expect(byName.body).toEqual({
      account_sid: ACCOUNT,
      workspace_sid: workspace,
      worker_sid: ana,
      sid,
      task_channel_sid: expect.stringMatching(/^TC/),
      task_channel_unique_name: 'voice',
      assigned_tasks: 0,
      available: true,
      available_capacity_percentage: 100,
      configured_capacity: 1,
      ...dates,
      url: `${url}/Workers/${ana}/Channels/${sid}`,
    });
    const { task_channel_sid: channel } = byName.body;
    expect((await server.get(`${at}/Workers/${ana}/Channels/${sid}`)).body).toEqual(byName.body);
    expect((await server.get(`${at}/Workers/${ana}/Channels/${channel}`)).body).toEqual(byName.body);
    const updated = await server.post(`${at}/Workers/${ana}/Channels/voice`, { Capacity: 3, Available: 'false' });
    expect(updated.body).toMatchObject({
      configured_capacity: 3,
      available: false,
      available_capacity_percentage: 100,
    });
  });

  it('belong to their worker only', async () => {
    const { at, ana } = planted;
    const bea = sidOf(await server.post(`${at}/Workers`, { FriendlyName: 'Bea' }));
    const other = sidOf(await server.get(`${at}/Workers/${bea}/Channels/voice`));
    expect((await server.get(`${at}/Workers/${ana}/Channels/${other}`)).status).toBe(404);
    expect((await server.post(`${at}/Workers/${ana}/Channels/${other}`, { Capacity: 2 })).status).toBe(404);
  });
});

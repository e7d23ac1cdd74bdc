import { describe, expect, it } from 'vitest';
import { ALICE, AVAILABLE, BOB, BREAK, QUEUE, sid, WORKFLOW, WORKSPACE, World } from './support/world.ts';

const NOW_S = Date.UTC(2026, 2, 1, 12) / 1000;
const worker = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;

describe('v2 commands', () => {
  it('reads the worker', async () => {
    const world = await World.create();
    const reply = await world.command(await world.accessToken(), 'GET', worker);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.body).toEqual({
      payload: {
        account_sid: sid('AC', 1),
        workspace_sid: WORKSPACE,
        sid: ALICE,
        friendly_name: 'alice',
        attributes: '{"skill":"voice"}',
        available: false,
        activity_sid: sid('WA', 7),
        activity_name: 'Offline',
        date_created: NOW_S,
        date_updated: NOW_S,
        date_status_changed: NOW_S,
        version: 0,
      },
    });
  });

  it('lists activities, channels and live reservations', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    await world.makeAvailable();
    const task = await world.createTask();
    const activities = await world.command(token, 'GET', `Workspaces/${WORKSPACE}/Activities`, { PageSize: 2 });
    const page = activities.body.payload as { contents: { sid: string }[]; after_sid: string; meta: unknown };
    expect(page.contents.map(({ sid }) => sid)).toEqual([sid('WA', 7), AVAILABLE]);
    expect(page.after_sid).toBe(AVAILABLE);
    expect(page.meta).toEqual({ list_key: 'contents' });
    const rest = await world.command(token, 'GET', `Workspaces/${WORKSPACE}/Activities`, {
      PageSize: 2,
      AfterSid: AVAILABLE,
    });
    expect(rest.body.payload).toMatchObject({ contents: [{ sid: BREAK }], after_sid: null });
    const channels = await world.command(token, 'GET', `${worker}/WorkerChannels`);
    expect(channels.body.payload).toMatchObject({
      contents: [{ task_channel_unique_name: 'default', configured_capacity: 3, available: 1 }],
    });
    const reservations = await world.command(token, 'GET', `${worker}/Reservations`, { Active: 'true' });
    expect(reservations.body.payload).toMatchObject({
      contents: [
        { reservation_status: 'pending', task: { sid: task, assignment_status: 'reserved', queue_sid: QUEUE } },
      ],
    });
  });

  it('accepts, wraps up and completes with bare reservations', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    await world.makeAvailable();
    const task = await world.createTask();
    const list = await world.command(token, 'GET', `${worker}/Reservations`, { Active: 'true' });
    const [first] = (list.body.payload as { contents: { sid: string }[] }).contents;
    const url = `${worker}/Reservations/${first?.sid}`;
    for (const [index, status] of ['accepted', 'wrapping', 'completed'].entries()) {
      const reply = await world.command(token, 'POST', url, { ReservationStatus: status });
      expect(reply.body.payload).toEqual({
        account_sid: sid('AC', 1),
        workspace_sid: WORKSPACE,
        sid: first?.sid,
        worker_sid: ALICE,
        worker_name: 'alice',
        worker_previous_activity_sid: AVAILABLE,
        task_sid: task,
        date_created: NOW_S,
        date_updated: NOW_S,
        reservation_status: status,
        reservation_timeout: 120,
        version: index + 1,
      });
    }
    const none = await world.command(token, 'GET', `${worker}/Reservations`, { Active: 'true' });
    expect(none.body.payload).toMatchObject({ contents: [], after_sid: null });
  });

  it('takes null for absent', async () => {
    const world = await World.create();
    const params = { ActivitySid: AVAILABLE, RejectPendingReservations: null };
    const reply = await world.command(await world.accessToken(), 'POST', worker, params);
    expect([reply.status, reply.body.payload]).toMatchObject([200, { activity_sid: AVAILABLE }]);
  });

  it('creates a task for the worker itself, named by its channel', async () => {
    const world = await World.create();
    const token = await world.accessToken();
    const params = {
      WorkflowSid: WORKFLOW,
      TaskQueueSid: QUEUE,
      RoutingTarget: ALICE,
      Attributes: { outbound_to: '+1', from: '+2' },
      TaskChannelUniqueName: 'default',
    };
    const created = await world.command(token, 'POST', `Workspaces/${WORKSPACE}/Tasks`, params);
    expect(created.status).toBe(200);
    const { sid: task } = created.body.payload as { sid: string };
    const attributes = '{"outbound_to":"+1","from":"+2"}';
    const read = await world.command(token, 'GET', `Workspaces/${WORKSPACE}/Tasks/${task}`);
    expect(read.body.payload).toMatchObject({ attributes, routing_target: ALICE, assignment_status: 'reserved' });
    const other = { ...params, RoutingTarget: BOB };
    const refused = await world.command(token, 'POST', `Workspaces/${WORKSPACE}/Tasks`, other);
    expect(refused.status).toBe(403);
  });
});

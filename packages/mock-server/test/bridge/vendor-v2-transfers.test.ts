import { type Reservation, Worker } from 'twilio-taskrouter';
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
      ],
      defaultActivity: 'Available',
      timeoutActivity: 'Offline',
      taskChannels: [{ name: 'Default', uniqueName: 'default' }],
      taskQueues: [
        { name: 'First', targetWorkers: "name == 'alice'" },
        { name: 'Second', targetWorkers: "name == 'bob'" },
      ],
      workflows: [{ name: 'Default', configuration: { task_routing: { default_filter: { queue: 'First' } } } }],
      workers: [
        { name: 'alice', attributes: { name: 'alice' } },
        { name: 'bob', attributes: { name: 'bob' } },
        { name: 'carol', activity: 'Offline', attributes: {} },
      ],
    },
  ],
};

/** Transfers driven by the vendor's unmodified client (XFER-1 … XFER-9). */
describe('transfers by twilio-taskrouter 2.1.1', () => {
  let server: MockServer;
  let alice: Worker;
  let bob: Worker;
  let held: Reservation;
  const errors: unknown[] = [];

  beforeEach(async () => {
    errors.length = 0;
    server = await startMockServer({ seed: SEED as never, clock: 'manual' });
    [alice, bob] = await Promise.all([connect('alice'), connect('bob')]);
    const created = next(alice, 'reservationCreated');
    const { accountSid, authToken } = server.ready as { accountSid: string; authToken: string };
    await fetch(`${server.url}/v1/Workspaces/${sids().sid}/Tasks`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      body: new URLSearchParams({}),
    });
    held = (await created) as Reservation;
    const accepted = next(held, 'accepted');
    await held.accept();
    await accepted;
  });

  afterEach(async () => {
    alice.disconnect();
    bob.disconnect();
    await server.close();
    expect(errors).toEqual([]);
  });

  async function connect(name: string): Promise<Worker> {
    const worker = new Worker(await server.token({ worker: name }), {
      ebServer: `${server.url}/v1/wschannels`,
      wsServer: `${server.url.replace('http', 'ws')}/v1/wschannels`,
      logLevel: 'silent',
    } as never);
    worker.on('error', (error) => errors.push(error));
    await next(worker, 'ready');
    return worker;
  }

  function next(emitter: object, event: string): Promise<unknown> {
    return new Promise((resolve) => {
      (emitter as { once: (event: string, listener: (fact: unknown) => void) => void }).once(event, resolve);
    });
  }

  function sids() {
    const [workspace] = server.ready.workspaces;
    if (workspace === undefined) throw new Error('the seed has no workspace');
    return workspace;
  }

  /** Starts a transfer and answers with the initiator's side and the other worker's reservation. */
  async function transfer(to: string, options: object = {}) {
    const initiated = next(held.task, 'transferInitiated');
    const created = next(bob, 'reservationCreated');
    await held.task.transfer(to, options as never);
    const outgoing = (await initiated) as { status: string; mode: string; to: string };
    expect(held.task.transfers.outgoing).toBe(outgoing);
    return { outgoing, incoming: (await created) as Reservation };
  }

  it('hands a task over warmly: both hold it', async () => {
    const { outgoing, incoming } = await transfer(sids().workers.bob ?? '');
    expect(outgoing).toMatchObject({ status: 'initiated', mode: 'WARM', type: 'WORKER' });
    expect(incoming.task.transfers.incoming).toMatchObject({ status: 'initiated', workerSid: sids().workers.alice });
    const completed = next(outgoing, 'completed');
    const accepted = next(incoming, 'accepted');
    await incoming.accept();
    await Promise.all([completed, accepted]);
    expect(outgoing.status).toBe('complete');
    expect(incoming.task.transfers.incoming).toMatchObject({ status: 'complete' });
    expect(held.status).toBe('accepted');
    const ended = next(held, 'completed');
    await held.complete();
    await ended;
    expect(incoming.task.status).toBe('assigned');
  });

  it('hands a task over coldly: the initiator wraps up', async () => {
    const wrapped = next(held, 'wrapup');
    const { outgoing } = await transfer(sids().workers.bob ?? '', { mode: 'COLD' });
    await wrapped;
    expect([held.status, outgoing.mode]).toEqual(['wrapping', 'COLD']);
  });

  it('gets the task back when the other worker rejects', async () => {
    const { outgoing, incoming } = await transfer(sids().workers.bob ?? '');
    const [failed, updated, rejected] = [
      next(outgoing, 'failed'),
      next(held.task, 'updated'),
      next(incoming, 'rejected'),
    ];
    await incoming.reject();
    await Promise.all([failed, updated, rejected]);
    expect([outgoing.status, held.task.status]).toEqual(['failed', 'assigned']);
    expect(incoming.task.transfers.incoming).toMatchObject({
      status: 'failed',
      transferFailedReason: 'Transfer failed because the reservation was rejected',
    });
  });

  it('goes on in a queue after an attempt failed, and is taken back', async () => {
    const { outgoing, incoming } = await transfer(sids().taskQueues.Second ?? '', { priority: 3 });
    expect(incoming.task).toMatchObject({ queueName: 'Second', priority: 3 });
    const attempt = next(outgoing, 'attemptFailed');
    const again = next(bob, 'reservationCreated');
    await incoming.reject();
    await attempt;
    const offered = (await again) as Reservation;
    expect(outgoing).toMatchObject({
      status: 'initiated',
      transferFailedReason:
        'Transfer attempt failed on reservation reject because there are no more pending reservations',
    });
    const [canceled, withdrawn] = [next(outgoing, 'canceled'), next(offered, 'canceled')];
    await held.task.transfers.outgoing?.cancel();
    await Promise.all([canceled, withdrawn]);
    expect([outgoing.status, offered.status]).toEqual(['canceled', 'canceled']);
    await expect((outgoing as never as { cancel: () => Promise<unknown> }).cancel()).rejects.toMatchObject({
      name: 'REQUEST_INVALID',
    });
  });

  it('is refused to somebody who is not available', async () => {
    await expect(held.task.transfer(sids().workers.carol ?? '', {})).rejects.toMatchObject({ name: 'REQUEST_INVALID' });
    expect(held.task.status).toBe('assigned');
  });

  it('is found again after a reconnect', async () => {
    await transfer(sids().workers.bob ?? '');
    const connections = (await (await fetch(`${server.url}/control/connections`)).json()) as { id: string }[];
    const ready = Promise.all([next(alice, 'ready'), next(bob, 'ready')]);
    for (const { id } of connections) await fetch(`${server.url}/control/connections/${id}`, { method: 'DELETE' });
    await ready;
    const [own] = alice.reservations.values();
    const [offered] = bob.reservations.values();
    expect(own?.task.transfers.outgoing).toMatchObject({ status: 'initiated' });
    expect(offered?.task.transfers.incoming).toMatchObject({ status: 'initiated' });
  });
});

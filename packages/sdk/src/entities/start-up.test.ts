import { describe, expect, it } from 'vitest';
import { type Answer, FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import {
  flattenedReservation,
  IDLE,
  nestedReservation,
  type ReservationState,
  type Spelling,
  taskPayload,
} from '../../test-support/payloads.ts';
import { AC, WK, WS } from '../../test-support/tokens.ts';
import { fakeHost, rig, SERVER, tokenFor } from '../../test-support/worker-under-test.ts';
import { BaseWorker } from './base-worker.ts';

const OWN = `Workspaces/${WS}/Workers/${WK}`;
const OFFER: ReservationState = { sid: 'WR1', taskSid: 'WT1', status: 'pending', taskStatus: 'reserved', version: 0 };
const frameOf = (spelling: Spelling) => (spelling === 'v2' ? nestedReservation : flattenedReservation);

describe.each(['v1', 'v2'] as const)('start-up on %s', (spelling) => {
  it('opens the socket, reads everything and is ready', async () => {
    const { worker, heard, bridge, clock } = rig(spelling, { closeExistingSessions: true });
    bridge.reservations = [OFFER];
    await settled();
    expect(heard).toEqual(['connected', 'ready']);
    expect(worker).toMatchObject({ sid: WK, accountSid: AC, workspaceSid: WS, friendlyName: 'Alice', available: true });
    expect(worker.attributes).toEqual({ languages: ['en'] });
    expect(worker.activity?.friendlyName).toBe('Idle');
    expect([...worker.activities.values()].map((one) => one.friendlyName)).toEqual(['Idle', 'Offline']);
    expect([...worker.channels.values()].map((one) => one.capacity)).toEqual([1]);
    const [reservation] = worker.reservations.values();
    expect(reservation).toMatchObject({ sid: 'WR1', status: 'pending', taskSid: 'WT1', workerSid: WK });
    expect(reservation?.task).toMatchObject({ status: 'reserved', queueName: 'Support', workflowName: 'Default' });
    expect(reservation?.task.attributes).toEqual({ type: 'billing' });
    const path = spelling === 'v1' ? `/v1/wschannels/${AC}/${WK}` : '/v1/wschannels';
    const token = encodeURIComponent(tokenFor(spelling, clock));
    const version = spelling === 'v1' ? '' : '&clientVersion=0.0.0';
    expect(bridge.socket.url).toBe(`ws://bridge.test:8787${path}?token=${token}&closeExistingSessions=true${version}`);
    expect(bridge.requests[0]).toMatchObject({ method: 'GET', path: OWN, url: `http://bridge.test:8787${path}` });
    expect(bridge.requests[0]?.event_type).toBe(spelling === 'v1' ? 'ready' : undefined);
  });

  it('loses no reservation pushed while it reads, and tells it after ready', async () => {
    const bridge = new FakeBridge(spelling);
    const release = bridge.hold(`GET Workspaces/${WS}/Activities`, () => bridge.page('activities', []));
    const { worker, heard } = rig(spelling, {}, bridge);
    await settled();
    bridge.socket.send('reservation.created', frameOf(spelling)(OFFER));
    await settled();
    expect(worker.state).toBe('starting');
    expect(heard).toEqual(['connected']);
    release();
    await settled();
    expect(heard).toEqual(['connected', 'ready', 'reservation.created']);
    expect([...worker.reservations.keys()]).toEqual(['WR1']);
  });

  it('reads every page before it is ready', async () => {
    const bridge = new FakeBridge(spelling);
    const names = ['One', 'Two', 'Three'];
    bridge.on(`GET Workspaces/${WS}/Activities`, ({ params }) => {
      const index = names.findIndex((_, at) => String(at) === String(params.Page ?? params.AfterSid ?? 0));
      const item = { sid: index === 0 ? IDLE : `WA${index}`, friendly_name: names[index], available: true };
      const more = index + 1 < names.length;
      const next = `https://taskrouter.twilio.com/v1/Workspaces/${WS}/Activities?PageSize=1000&Page=${index + 1}&PageToken=a%20b`;
      return spelling === 'v2'
        ? { payload: { contents: [item], after_sid: more ? String(index + 1) : null } }
        : { payload: { activities: [item], meta: { key: 'activities', next_page_url: more ? next : null } } };
    });
    const { worker } = rig(spelling, {}, bridge);
    await settled();
    expect([...worker.activities.values()].map((one) => one.friendlyName)).toEqual(names);
    expect(worker.state).toBe('ready');
  });

  it('tries failed reads again, with pauses', async () => {
    const bridge = new FakeBridge(spelling);
    bridge.on(`GET ${OWN}/Reservations`, () => ({ status: 503, body: 'upstream is down' }));
    const { worker, heard, clock } = rig(spelling, {}, bridge);
    await settled();
    expect(worker.state).toBe('starting');
    bridge.usually(`GET ${OWN}/Reservations`);
    await clock.advance(499);
    expect(worker.state).toBe('starting');
    await clock.advance(1);
    expect(worker.state).toBe('ready');
    expect(heard).toEqual(['connected', 'ready']);
  });

  it('stops with an error when what it needs stays unreadable', async () => {
    const bridge = new FakeBridge(spelling);
    bridge.on(`GET ${OWN}/Reservations`, () => ({ body: '<html>another service</html>' }));
    const { worker, heard, clock } = rig(spelling, {}, bridge);
    for (let second = 0; second < 20; second += 1) {
      await clock.advance(1000);
      bridge.socket.sendText(' ');
    }
    expect(heard).toEqual(['connected', 'error protocol', 'disconnected']);
    expect(worker.state).toBe('stopped');
    expect(bridge.requests.filter(({ path }) => path === OWN)).toHaveLength(6);
  });

  it('takes no other failures for unreadable answers', async () => {
    const bridge = new FakeBridge(spelling);
    const answers: Answer[] = Array.from({ length: 6 }, () => ({ status: 503, body: 'busy' }));
    answers.push({ body: '<html>busy</html>' });
    bridge.on(`GET ${OWN}`, () => answers.shift() ?? { payload: bridge.worker });
    const { worker, heard, clock } = rig(spelling, {}, bridge);
    for (let second = 0; second < 50; second += 1) {
      await clock.advance(1000);
      bridge.socket.sendText(' ');
    }
    expect(heard).toEqual(['connected', 'ready']);
    expect(worker.state).toBe('ready');
  });

  it('stops when the server refuses what it needs', async () => {
    const bridge = new FakeBridge(spelling);
    bridge.on(`GET ${OWN}`, () => ({ status: 404, body: { code: 20404, message: 'No such worker.' } }));
    const { worker, heard, clock } = rig(spelling, {}, bridge);
    const ready = expect(worker.whenReady()).rejects.toMatchObject({ code: 'disconnected' });
    await settled();
    await ready;
    expect(heard).toEqual(['connected', 'error request_refused', 'disconnected']);
    expect(worker.state).toBe('stopped');
    expect(bridge.socket.closedByClient).toBe(true);
    await worker.disconnect();
    expect(clock.pending).toBe(0);
  });
});

describe('start-up, one wire only', () => {
  it('v1 reads the tasks of many reservations a few at a time', async () => {
    const bridge = new FakeBridge('v1');
    bridge.reservations = Array.from({ length: 30 }, (_, at) => ({ ...OFFER, sid: `WR${at}`, taskSid: `WT${at}` }));
    let open = 0;
    let most = 0;
    for (const { taskSid } of bridge.reservations) {
      bridge.on(`GET Workspaces/${WS}/Tasks/${taskSid}`, async () => {
        open += 1;
        most = Math.max(most, open);
        await settled();
        open -= 1;
        return { payload: taskPayload('rest', taskSid, 'reserved') };
      });
    }
    const { worker } = rig('v1', {}, bridge);
    await worker.whenReady();
    expect(worker.reservations.size).toBe(30);
    expect(most).toBe(6);
  });

  it('v1 does without channels its policies refuse', async () => {
    const bridge = new FakeBridge('v1');
    bridge.on(`GET ${OWN}/Channels`, () => ({ status: 403, body: { message: 'Policy denies' } }));
    const { worker, heard } = rig('v1', {}, bridge);
    await settled();
    expect(worker.state).toBe('ready');
    expect(worker.channels.size).toBe(0);
    expect(heard).not.toContain('error request_refused');
    await expect(worker.fetchChannels()).rejects.toMatchObject({ code: 'request_refused', status: 403 });
  });

  it('v2 does not take a refusal of channels lightly', async () => {
    const bridge = new FakeBridge('v2');
    bridge.on(`GET ${OWN}/WorkerChannels`, () => ({ status: 403, body: { message: 'no' } }));
    const { worker } = rig('v2', {}, bridge);
    await settled();
    expect(worker.state).toBe('stopped');
  });

  it('v2 learns from the server whose worker a token that cannot be read is for', async () => {
    const bridge = new FakeBridge('v2');
    const host = fakeHost(new ManualClock(), bridge, []);
    const worker = new BaseWorker('opaque', { serverUrl: SERVER }, host);
    expect(worker.sid).toBeUndefined();
    await worker.whenReady();
    expect(worker).toMatchObject({ sid: WK, accountSid: AC, workspaceSid: WS, friendlyName: 'Alice' });
    await worker.disconnect();
  });

  it('v2 gives a socket without init up, and reads once however many inits come', async () => {
    const bridge = new FakeBridge('v2');
    bridge.acceptsSockets = false;
    const { worker, clock } = rig('v2', {}, bridge);
    await settled();
    bridge.socket.accept();
    await clock.advance(15_000);
    expect(worker.state).toBe('waiting');
    await clock.advance(500);
    bridge.accept(bridge.socket);
    bridge.accept(bridge.socket);
    await settled();
    expect(worker.state).toBe('ready');
    expect(bridge.requests.filter((one) => one.path === OWN)).toHaveLength(1);
  });

  it('enters connectActivity once, by name', async () => {
    const bridge = new FakeBridge('v2');
    bridge.on(`POST ${OWN}`, ({ params }) => ({
      payload: { ...bridge.worker, activity_sid: params.ActivitySid, version: 1 },
    }));
    const { worker, clock } = rig('v2', { connectActivity: 'Offline' }, bridge);
    await settled();
    expect(worker.activity?.friendlyName).toBe('Offline');
    bridge.socket.drop();
    await clock.advance(1000);
    expect(worker.state).toBe('ready');
    expect(bridge.requests.filter((one) => one.method === 'POST')).toHaveLength(1);
  });
});

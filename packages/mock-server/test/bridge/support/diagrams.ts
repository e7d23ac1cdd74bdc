import { Diagram, type DrawnClient } from './diagram.ts';
import { ACCOUNT, ALICE, AVAILABLE, BOB, QUEUE, WORKSPACE } from './world.ts';

const OWN = `Workspaces/${WORKSPACE}/Workers/${ALICE}`;
const V1 = { path: `/v1/wschannels/${ACCOUNT}/${ALICE}` };
const REST = `https://taskrouter.twilio.com/v1/${OWN}`;

/** The exchanges that docs/PROTOCOL.md draws, by the name that the document has for each. */
export const DIAGRAMS: Readonly<Record<string, () => Promise<string>>> = {
  'v2-start': async () => {
    const drawing = await Diagram.create();
    const alice = await drawing.connect('alice', await drawing.world.accessToken());
    await start(alice);
    drawing.note('the client is ready');
    drawing.wait(15);
    return drawing.text();
  },

  'v1-start': async () => {
    const drawing = await Diagram.create();
    const alice = await drawing.connect('alice', await drawing.world.capabilityToken(), V1);
    await alice.send('GET', REST, undefined, { event_type: 'ready' });
    drawing.note('the client is ready');
    await alice.send('GET', `${REST}/Reservations`, { ReservationStatus: 'pending' });
    drawing.wait(15);
    return drawing.text();
  },

  'v2-job': async () => {
    const { drawing, alice } = await available();
    const { reservation } = await offer(drawing);
    for (const ReservationStatus of ['accepted', 'wrapping', 'completed']) {
      await alice.send('POST', `${OWN}/Reservations/${reservation}`, { ReservationStatus });
    }
    return drawing.text();
  },

  'v1-job': async () => {
    const drawing = await Diagram.create();
    await drawing.world.makeAvailable();
    const alice = await drawing.connect('alice', await drawing.world.capabilityToken(), V1);
    const { task, reservation } = await offer(drawing);
    const url = `https://taskrouter.twilio.com/v1/Workspaces/${WORKSPACE}/Tasks/${task}`;
    await alice.send('POST', `${url}/Reservations/${reservation}`, { ReservationStatus: 'accepted' });
    await alice.send('GET', url);
    await alice.send('POST', url, { AssignmentStatus: 'completed', Reason: 'solved' });
    return drawing.text();
  },

  timeout: async () => {
    const { drawing } = await available();
    await offer(drawing);
    await drawing.pass(120);
    return drawing.text();
  },

  token: async () => {
    const drawing = await Diagram.create();
    const old = await drawing.world.accessToken({ ttl: 600 });
    const alice = await drawing.connect('alice', old);
    await drawing.pass(500);
    drawing.note('the application gives its client a new token, and nothing is sent');
    alice.token = await drawing.world.accessToken({ ttl: 3_000 });
    await alice.send('POST', OWN, { ActivitySid: AVAILABLE });
    await drawing.pass(100);
    drawing.note('the first token has ended, and the client has another');
    await drawing.connect('alice', alice.token);
    await drawing.connect('late', old);
    return drawing.text();
  },

  'v1-token': async () => {
    const drawing = await Diagram.create();
    const alice = await drawing.connect('alice', await drawing.world.capabilityToken({ ttl: 600 }), V1);
    await drawing.pass(600);
    await alice.send('POST', REST, { ActivitySid: AVAILABLE });
    alice.token = await drawing.world.capabilityToken({ ttl: 3_000 });
    drawing.note('the application gives its client a new token');
    await alice.send('POST', REST, { ActivitySid: AVAILABLE });
    return drawing.text();
  },

  reconnect: async () => {
    const { drawing, alice } = await available();
    const { task } = await offer(drawing);
    drawing.note('a control call cuts the connection');
    drawing.world.bridge.cut('connection-1');
    await drawing.backend('POST', `Tasks/${task}`, { AssignmentStatus: 'canceled', Reason: 'hung up' });
    await drawing.backend('POST', 'Tasks', { Attributes: '{}' });
    await start(await drawing.connect('alice', alice.token));
    return drawing.text();
  },

  transfer: async () => {
    const { drawing, alice } = await available();
    const { task, reservation } = await offer(drawing);
    await alice.send('POST', `${OWN}/Reservations/${reservation}`, { ReservationStatus: 'accepted' });
    await drawing.world.makeAvailable(BOB);
    const bob = await drawing.connect('bob', await drawing.world.accessToken({ worker: BOB }));
    await alice.send('POST', `${OWN}/Transfers`, { ReservationSid: reservation, TaskSid: task, To: BOB, Mode: 'WARM' });
    const bobs = await pendingOf(drawing, BOB);
    await bob.send('POST', `Workspaces/${WORKSPACE}/Workers/${BOB}/Reservations/${bobs}`, {
      ReservationStatus: 'accepted',
    });
    await alice.send('POST', `${OWN}/Reservations/${reservation}`, { ReservationStatus: 'completed' });
    return drawing.text();
  },

  'transfer-to-queue': async () => {
    const { drawing, alice } = await available();
    const { task, reservation } = await offer(drawing);
    await alice.send('POST', `${OWN}/Reservations/${reservation}`, { ReservationStatus: 'accepted' });
    await drawing.world.makeAvailable(BOB);
    const bob = await drawing.connect('bob', await drawing.world.accessToken({ worker: BOB }));
    const start = { ReservationSid: reservation, TaskSid: task, To: QUEUE, Mode: 'WARM' };
    const { payload } = (await alice.send('POST', `${OWN}/Transfers`, start)) as { payload: { sid: string } };
    const bobs = await pendingOf(drawing, BOB);
    await bob.send('POST', `Workspaces/${WORKSPACE}/Workers/${BOB}/Reservations/${bobs}`, {
      ReservationStatus: 'rejected',
    });
    await alice.send('POST', `${OWN}/Transfers/${payload.sid}`, { TaskSid: task, TransferStatus: 'canceled' });
    return drawing.text();
  },

  sessions: async () => {
    const drawing = await Diagram.create();
    const token = await drawing.world.accessToken();
    const first = await drawing.connect('first', token);
    await drawing.connect('second', token);
    await first.send('POST', OWN, { ActivitySid: AVAILABLE });
    drawing.note('a third session of the same worker');
    await drawing.connect('third', await drawing.world.accessToken({ ttl: 1_800 }), {
      query: { closeExistingSessions: 'true' },
    });
    return drawing.text();
  },
};

/** What a v2 client reads before it is ready. */
async function start(client: DrawnClient): Promise<void> {
  await client.send('GET', OWN, {});
  await client.send('GET', `Workspaces/${WORKSPACE}/Activities`, { PageSize: 1000 });
  await client.send('GET', `${OWN}/WorkerChannels`, { PageSize: 1000 });
  await client.send('GET', `${OWN}/Reservations`, { Active: 'true', PageSize: 1000 });
}

/** Alice on the v2 wire, available before the drawing begins. */
async function available(): Promise<{ readonly drawing: Diagram; readonly alice: DrawnClient }> {
  const drawing = await Diagram.create();
  await drawing.world.makeAvailable();
  return { drawing, alice: await drawing.connect('alice', await drawing.world.accessToken()) };
}

async function offer(drawing: Diagram): Promise<{ readonly task: string; readonly reservation: string }> {
  const { sid } = (await drawing.backend('POST', 'Tasks', { Attributes: '{}' })) as { readonly sid: string };
  return { task: sid, reservation: await pendingOf(drawing, ALICE) };
}

async function pendingOf({ world }: Diagram, workerSid: string): Promise<string> {
  const found = await world.runtime.read(WORKSPACE, ({ tables }) =>
    [...tables.reservation.values()].find((one) => one.workerSid === workerSid && one.status === 'pending'),
  );
  if (found === undefined) throw new Error(`${workerSid} has no offer`);
  return found.sid;
}

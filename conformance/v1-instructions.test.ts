import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { type Reservation, TaskRouter } from '@taskbay/sdk/v1';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { PHONE_SEED } from '../packages/mock-server/test-support/phone-seed.ts';
import { Mailbox } from './support/mailbox.ts';
import { restWorkspace } from './support/server.ts';
import { capabilityToken } from './support/tokens.ts';
import { sidOf, workspaceOf } from './support/workspace.ts';

const CUSTOMER = `CA${'1'.repeat(32)}`;
const TWIML = 'https://app.test/twiml';

type Done = (error: { readonly message: string } | null, reservation?: Reservation) => void;

/** The instructions of Worker.js v1 as pages call them, positional and with holes, through the drop-in. */
describe('@taskbay/sdk/v1 against the server', () => {
  let server: MockServer;
  let worker: InstanceType<typeof TaskRouter.Worker>;
  const offers = new Mailbox<Reservation>();
  const accepted = new Mailbox<Reservation>();

  beforeEach(async () => {
    Object.assign(globalThis, { WebSocket });
    server = await startMockServer({ seed: PHONE_SEED, clock: 'manual' });
    const none = undefined;
    const token = await capabilityToken(server, 'alice');
    worker = new TaskRouter.Worker(token, false, none, none, none, none, none, `${server.url}/v1`, server.url);
    worker.on('reservation.created', (reservation) => offers.put(reservation as Reservation));
    worker.on('reservation.accepted', (reservation) => accepted.put(reservation as Reservation));
    await new Promise<unknown>((resolve) => worker.once('ready', resolve));
  });

  afterEach(async () => {
    worker.disconnect();
    await server.close();
  });

  async function offer(attributes: object = { call_sid: CUSTOMER, called: '+15550100' }): Promise<Reservation> {
    await restWorkspace(server).tasks.create({ attributes: JSON.stringify(attributes) });
    return offers.take();
  }

  const CALLS: readonly [string, string, (offer: Reservation, done: Done) => void][] = [
    [
      'dequeue with all of its places',
      'worker_call_sid',
      (one, done) =>
        one.dequeue('+1555', null, 'do-not-record', '30', TWIML, 'initiated,answered', 'client:alice', done),
    ],
    ['dequeue with the callback alone', 'worker_call_sid', (one, done) => one.dequeue(done)],
    ['call', 'call_sid', (one, done) => one.call('+1555', TWIML, null, 'true', 'record-from-answer', null, done)],
    ['redirect', 'call_sid', (one, done) => one.redirect(CUSTOMER, TWIML, true, done)],
    ['conference', 'conference', (one, done) => one.conference('+1555', undefined, 30, 'client:alice', done)],
    [
      'conference with holes and options',
      'conference',
      (one, done) => one.conference(null, null, null, null, done, { EndConferenceOnExit: true, Beep: 'onEnter' }),
    ],
  ];

  it.each(CALLS)(
    '%s: calls back with the offer as it was, then tells of the acceptance',
    async (_, attribute, call) => {
      const reservation = await offer();
      const answered = await new Promise<Reservation | undefined>((resolve, reject) => {
        call(reservation, (error, answer) => (error === null ? resolve(answer) : reject(new Error(error.message))));
      });
      expect(answered).toMatchObject({ sid: reservation.sid, reservationStatus: 'pending' });
      const told = await accepted.take((one) => one.sid === reservation.sid);
      expect(told.task.attributes).toHaveProperty(attribute);
    },
  );

  it('a task without call_sid calls back with the error', async () => {
    const reservation = await offer({});
    const error = await new Promise((resolve) => reservation.dequeue('+1555', resolve));
    expect(error).toMatchObject({ code: 400 });
    const sid = sidOf(workspaceOf(server).workers, 'alice');
    const [held] = await restWorkspace(server).workers(sid).reservations.list();
    expect(held?.reservationStatus).toBe('pending');
  });
});

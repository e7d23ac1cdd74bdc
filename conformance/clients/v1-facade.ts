import { type Reservation, TaskRouter } from '@taskbay/sdk/v1';
import type { Agent, ClientKind, Offer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { type RecordedFrame, RecordingWebSocket, recordFrames } from '../support/recording-socket.ts';
import { capabilityToken } from '../support/tokens.ts';

const TOLD = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.wrapup',
  'reservation.completed',
  'task.wrapup',
  'task.completed',
] as const;

type Facade = InstanceType<typeof TaskRouter.Worker>;
type Done = (error: { readonly message: string } | null) => void;

/** A call of the old SDK as a promise. */
function called(run: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    run((error) => (error === null ? resolve() : reject(new Error(error.message))));
  });
}

/** The drop-in for the vendor's Worker.js, which takes its WebSocket from the platform. */
export const v1Facade: ClientKind = {
  name: '@taskbay/sdk/v1, capability token',
  async connect(server, workerName) {
    Object.assign(globalThis, { WebSocket: RecordingWebSocket });
    const token = await capabilityToken(server, workerName);
    const frames = recordFrames(token);
    const none = undefined;
    const worker = new TaskRouter.Worker(token, false, none, none, none, none, none, `${server.url}/v1`, server.url);
    const offers = new Mailbox<Reservation>();
    const told = new Mailbox<string>();
    worker.on('reservation.created', (reservation) => offers.put(reservation as Reservation));
    for (const type of TOLD) worker.on(type, (object) => told.put(`${type} ${(object as { sid: string }).sid}`));
    worker.on('activity.update', (updated) => {
      told.put(`worker.activity.update ${(updated as { sid: string }).sid}`);
    });
    await new Promise<unknown>((resolve) => worker.once('ready', resolve));
    return agent(worker, frames, offers, told);
  },
};

function agent(
  worker: Facade,
  frames: readonly RecordedFrame[],
  offers: Mailbox<Reservation>,
  told: Mailbox<string>,
): Agent {
  const { workerSid } = worker as unknown as { workerSid: string };
  return {
    sid: workerSid,
    setActivity: (activitySid) => called((done) => worker.update('ActivitySid', activitySid, done)),
    nextOffer: async () => offer(await offers.take()),
    told: async (type, sid) => {
      await told.take((event) => event === `${type} ${sid}`);
    },
    frames: () => frames,
    close: async () => worker.disconnect(),
  };
}

function offer(reservation: Reservation): Offer {
  return {
    sid: reservation.sid,
    taskSid: reservation.task.sid,
    accept: () => called((done) => reservation.accept(done)),
    reject: () => called((done) => reservation.reject(done)),
    wrap: () => called((done) => reservation.update('ReservationStatus', 'wrapping', done)),
    complete: () => called((done) => reservation.update({ ReservationStatus: 'completed' }, done)),
  };
}

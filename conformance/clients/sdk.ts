import type { MockServer } from '@taskbay/mock-server';
import { type Reservation, Worker } from '@taskbay/sdk';
import type { Agent, ClientKind, Offer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { type RecordedFrame, RecordingWebSocket, recordFrames } from '../support/recording-socket.ts';
import { accessToken, capabilityToken } from '../support/tokens.ts';

type Mint = (server: MockServer, workerName: string) => Promise<string>;

const TOLD = [
  'reservation.created',
  'reservation.accepted',
  'reservation.rejected',
  'reservation.timeout',
  'reservation.canceled',
  'reservation.rescinded',
  'reservation.wrapup',
  'reservation.completed',
] as const;

/** Our SDK on either wire; the token decides. */
function sdkClient(name: string, mint: Mint): ClientKind {
  return {
    name,
    async connect(server, workerName) {
      const token = await mint(server, workerName);
      const frames = recordFrames(token);
      const worker = new Worker(token, { serverUrl: server.url, WebSocket: RecordingWebSocket });
      const offers = new Mailbox<Reservation>();
      const told = new Mailbox<string>();
      worker.on('reservation.created', (reservation) => offers.put(reservation));
      for (const type of TOLD) worker.on(type, ({ sid }) => told.put(`${type} ${sid}`));
      worker.on('activity.update', ({ sid }) => told.put(`worker.activity.update ${sid}`));
      await worker.whenReady();
      return agent(worker, frames, offers, told);
    },
  };
}

function agent(
  worker: Worker,
  frames: readonly RecordedFrame[],
  offers: Mailbox<Reservation>,
  told: Mailbox<string>,
): Agent {
  return {
    sid: worker.sid ?? '',
    setActivity: async (activitySid) => {
      await worker.updateActivity(activitySid);
    },
    nextOffer: async () => offer(await offers.take()),
    told: async (type, sid) => {
      await told.take((event) => event === `${type} ${sid}`);
    },
    frames: () => frames,
    close: () => worker.disconnect(),
  };
}

function offer(reservation: Reservation): Offer {
  const run = (verb: 'accept' | 'reject' | 'wrap' | 'complete') => async (): Promise<void> => {
    await reservation[verb]();
  };
  return {
    sid: reservation.sid,
    taskSid: reservation.taskSid,
    accept: run('accept'),
    reject: run('reject'),
    wrap: run('wrap'),
    complete: run('complete'),
  };
}

export const sdkV2 = sdkClient('@taskbay/sdk, access token (v2 wire)', accessToken);
export const sdkV1 = sdkClient('@taskbay/sdk, capability token (v1 wire)', capabilityToken);

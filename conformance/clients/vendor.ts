import type { Agent, ClientKind, Offer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { type RecordedFrame, RecordingWebSocket, recordFrames } from '../support/recording-socket.ts';
import { accessToken } from '../support/tokens.ts';

/** The parts of the vendor's reservation that the cases use. */
interface VendorReservation {
  readonly sid: string;
  readonly task: { readonly sid: string };
  on(event: string, listener: () => void): void;
  accept(): Promise<unknown>;
  reject(): Promise<unknown>;
  wrap(): Promise<unknown>;
  complete(): Promise<unknown>;
}

interface VendorWorker {
  readonly sid: string;
  readonly activities: Map<string, { readonly sid: string; setAsCurrent(): Promise<unknown> }>;
  on(event: string, listener: (argument: never) => void): void;
  disconnect(): void;
}

type VendorModule = { readonly Worker: new (token: string, options: object) => VendorWorker };

const ENDINGS = {
  accepted: 'reservation.accepted',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
  wrapup: 'reservation.wrapup',
  completed: 'reservation.completed',
} as const;

/** The vendor's unmodified SDK. It takes its WebSocket when its module loads, hence the import at connect time. */
export const vendor211: ClientKind = {
  name: 'twilio-taskrouter 2.1.1 (v2 wire)',
  async connect(server, workerName) {
    const { Worker } = await vendorModule();
    const token = await accessToken(server, workerName);
    const frames = recordFrames(token);
    const bridge = '/v1/wschannels';
    const worker = new Worker(token, {
      ebServer: server.url + bridge,
      wsServer: server.url.replace(/^http/, 'ws') + bridge,
      logLevel: 'silent',
    });
    const offers = new Mailbox<VendorReservation>();
    const told = new Mailbox<string>();
    worker.on('reservationCreated', (reservation: VendorReservation) => {
      for (const [name, type] of Object.entries(ENDINGS)) {
        reservation.on(name, () => told.put(`${type} ${reservation.sid}`));
      }
      told.put(`reservation.created ${reservation.sid}`);
      offers.put(reservation);
    });
    worker.on('activityUpdated', () => told.put(`worker.activity.update ${worker.sid}`));
    await new Promise<void>((resolve, reject) => {
      worker.on('ready', () => resolve());
      worker.on('error', (error: Error) => reject(error));
    });
    return agent(worker, frames, offers, told);
  },
};

async function vendorModule(): Promise<VendorModule> {
  Object.assign(globalThis, { WebSocket: RecordingWebSocket });
  const module = (await import('twilio-taskrouter')) as unknown as VendorModule & { readonly default?: VendorModule };
  return module.default ?? module;
}

function agent(
  worker: VendorWorker,
  frames: readonly RecordedFrame[],
  offers: Mailbox<VendorReservation>,
  told: Mailbox<string>,
): Agent {
  return {
    sid: worker.sid,
    setActivity: async (activitySid) => {
      const activity = worker.activities.get(activitySid);
      if (activity === undefined) throw new Error(`The vendor's client knows no activity ${activitySid}`);
      await activity.setAsCurrent();
    },
    nextOffer: async () => offer(await offers.take()),
    told: async (type, sid) => {
      await told.take((event) => event === `${type} ${sid}`);
    },
    frames: () => frames,
    close: async () => worker.disconnect(),
  };
}

function offer(reservation: VendorReservation): Offer {
  const run = (verb: 'accept' | 'reject' | 'wrap' | 'complete') => async (): Promise<void> => {
    await reservation[verb]();
  };
  return {
    sid: reservation.sid,
    taskSid: reservation.task.sid,
    accept: run('accept'),
    reject: run('reject'),
    wrap: run('wrap'),
    complete: run('complete'),
  };
}

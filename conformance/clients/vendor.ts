import { createRequire } from 'node:module';
import type { MockServer } from '@taskbay/mock-server';
import type { SocketAgent, SocketClientKind, SocketOffer } from '../client.ts';
import { Mailbox } from '../support/mailbox.ts';
import { borrowPlatform, type RecordedFrame, recordFrames } from '../support/recording-socket.ts';
import { accessToken } from '../support/tokens.ts';
import { vendorLine } from './vendor-line.ts';
import type { VendorModule, VendorReservation, VendorWorker } from './vendor-shape.ts';

const ENDINGS = {
  accepted: 'reservation.accepted',
  rejected: 'reservation.rejected',
  timeout: 'reservation.timeout',
  canceled: 'reservation.canceled',
  rescinded: 'reservation.rescinded',
  wrapup: 'reservation.wrapup',
  completed: 'reservation.completed',
} as const;

const TASK_EVENTS = ['updated', 'canceled', 'completed', 'wrapup'] as const;
const CHANNEL_EVENTS = {
  capacityUpdated: 'worker.capacity.update',
  availabilityUpdated: 'worker.channel.availability.update',
} as const;
const WORKER_EVENTS = {
  activityUpdated: 'worker.activity.update',
  attributesUpdated: 'worker.attributes.update',
  ready: 'ready',
  disconnected: 'disconnected',
  tokenExpired: 'token.expired',
} as const;

const require = createRequire(import.meta.url);

/** One release of the vendor's unmodified SDK, by the name it is installed under. */
function vendorClient(version: string, installed: string): SocketClientKind {
  return {
    name: `twilio-taskrouter ${version} (v2 wire)`,
    wire: 'v2',
    token: accessToken,
    async connect(server, workerName, { ttl, closeExisting = false, versionCheck = false } = {}) {
      const token = await accessToken(server, workerName, ttl);
      const frames = recordFrames(token);
      const { Worker } = vendorModule(installed);
      const worker = new Worker(token, {
        ...vendorOptions(server),
        closeExistingSessions: closeExisting,
        enableVersionCheck: versionCheck,
      });
      const told = new Mailbox<string>();
      const offers = new Mailbox<VendorReservation>();
      listen(worker, offers, told);
      await new Promise<void>((resolve, reject) => {
        worker.on('ready', () => resolve());
        worker.on('error', (error: Error) => reject(error));
      });
      await told.take((event) => event === `ready ${worker.sid}`);
      return agent(worker, frames, offers, told);
    },
  };
}

export const vendor211 = vendorClient('2.1.1', 'twilio-taskrouter');

/** Older releases: they do the main job. */
export const olderVendors: readonly SocketClientKind[] = [
  '0.3.3',
  '0.4.5',
  '0.5.11',
  '0.7.2',
  '0.8.5',
  '2.0.3',
  '2.0.12',
].map((version) => vendorClient(version, `twilio-taskrouter-${version}`));

export function vendorOptions(server: MockServer) {
  const bridge = '/v1/wschannels';
  return {
    ebServer: server.url + bridge,
    wsServer: server.url.replace(/^http/, 'ws') + bridge,
    logLevel: 'silent',
  } as const;
}

/** The vendor's SDK takes its WebSocket when its module loads. */
export function vendorModule(installed = 'twilio-taskrouter'): VendorModule {
  const giveBack = borrowPlatform();
  try {
    return require(installed) as VendorModule;
  } finally {
    giveBack();
  }
}

function listen(worker: VendorWorker, offers: Mailbox<VendorReservation>, told: Mailbox<string>): void {
  const known = new Set<object>();
  const follow = (reservation: VendorReservation): void => {
    if (known.has(reservation)) return;
    known.add(reservation);
    for (const [name, type] of Object.entries(ENDINGS)) {
      reservation.on(name, () => told.put(`${type} ${reservation.sid}`));
    }
    for (const name of TASK_EVENTS) reservation.task.on(name, () => told.put(`task.${name} ${reservation.task.sid}`));
  };
  worker.on('reservationCreated', (reservation: VendorReservation) => {
    follow(reservation);
    told.put(`reservation.created ${reservation.sid}`);
    offers.put(reservation);
  });
  worker.on('ready', () => {
    for (const reservation of worker.reservations.values()) follow(reservation);
    for (const channel of worker.channels.values()) {
      for (const [name, type] of Object.entries(CHANNEL_EVENTS)) {
        channel.on(name, () => told.put(`${type} ${worker.sid}`));
      }
    }
  });
  for (const [name, type] of Object.entries(WORKER_EVENTS)) worker.on(name, () => told.put(`${type} ${worker.sid}`));
}

function agent(
  worker: VendorWorker,
  frames: readonly RecordedFrame[],
  offers: Mailbox<VendorReservation>,
  told: Mailbox<string>,
): SocketAgent {
  return {
    sid: worker.sid,
    setActivity: async (activitySid, { rejectPending } = {}) => {
      const activity = worker.activities.get(activitySid);
      if (activity === undefined) throw new Error(`The vendor's client knows no activity ${activitySid}`);
      await activity.setAsCurrent(
        rejectPending === undefined ? undefined : { rejectPendingReservations: rejectPending },
      );
    },
    activitySid: () => worker.activity.sid,
    setAttributes: async (attributes) => {
      await worker.setAttributes(attributes);
    },
    attributes: () => worker.attributes,
    channel: (uniqueName) => {
      const channel = [...worker.channels.values()].find((one) => one.taskChannelUniqueName === uniqueName);
      if (channel === undefined) throw new Error(`The vendor's client knows no channel ${uniqueName}`);
      return { capacity: channel.capacity, available: channel.available };
    },
    held: () => [...worker.reservations.keys()],
    offer: (sid) => {
      const reservation = worker.reservations.get(sid);
      if (reservation === undefined) throw new Error(`The vendor's client holds no reservation ${sid}`);
      return offer(reservation);
    },
    createTask: (workflowSid, taskQueueSid) => worker.createTask('+15550101', '+15550100', workflowSid, taskQueueSid),
    updateToken: (token) => worker.updateToken(token),
    nextOffer: async () => offer(await offers.take()),
    told: async (type, sid) => {
      await told.take((event) => event === `${type} ${sid}`);
    },
    frames: () => frames,
    close: async () => worker.disconnect(),
  };
}

function offer(reservation: VendorReservation): SocketOffer {
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
    status: () => reservation.status,
    taskStatus: () => reservation.task.status,
    taskAttributes: () => reservation.task.attributes,
    rejectInto: async (activitySid) => {
      await reservation.reject({ activitySid });
    },
    setTaskAttributes: async (attributes) => {
      await reservation.task.setAttributes(attributes);
    },
    wrapUpTask: async (reason) => {
      await reservation.task.wrapUp({ reason });
    },
    completeTask: async (reason) => {
      await reservation.task.complete(reason);
    },
    line: vendorLine(reservation),
  };
}

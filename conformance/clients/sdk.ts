import type { InProcessServer, MockServer } from '@taskbay/mock-server';
import { type Reservation, Worker, type WorkerOptions } from '@taskbay/sdk';
import type { SocketAgent, SocketClientKind, SocketOffer } from '../client.ts';
import { CHANNEL_EVENTS, RESERVATION_EVENTS, TASK_EVENTS } from '../support/event-names.ts';
import { Mailbox } from '../support/mailbox.ts';
import {
  type RecordedFrame,
  RecordingWebSocket,
  recordFrames,
  recordingSocketOf,
} from '../support/recording-socket.ts';
import { accessToken, capabilityToken } from '../support/tokens.ts';
import { isInProcess } from '../support/workspace.ts';
import { sdkLine } from './sdk-line.ts';

type Mint = (server: MockServer, workerName: string, ttl?: number) => Promise<string>;

const WORKER_EVENTS = ['activity.update', 'attributes.update', ...CHANNEL_EVENTS] as const;
const SESSION_EVENTS = ['ready', 'disconnected', 'token.expired'] as const;

/** Our SDK on either wire; the token decides. In process it runs on the server's clock. */
function sdkClient(name: string, wire: 'v1' | 'v2', mint: Mint, host?: 'in process'): SocketClientKind {
  return {
    name,
    wire,
    ...(host === undefined ? {} : { host }),
    token: mint,
    async connect(server, workerName, { ttl, closeExisting = false, versionCheck = false } = {}) {
      const token = await mint(server, workerName, ttl);
      const frames = recordFrames(token);
      const worker = new Worker(token, {
        serverUrl: server.url,
        ...reach(server),
        closeExistingSessions: closeExisting,
        random: () => 0,
      });
      const offers = new Mailbox<Reservation>();
      const told = new Mailbox<string>();
      worker.on('reservation.created', (reservation) => offers.put(reservation));
      for (const type of RESERVATION_EVENTS) worker.on(type, ({ sid }) => told.put(`${type} ${sid}`));
      for (const type of TASK_EVENTS) worker.on(type, ({ sid }) => told.put(`${type} ${sid}`));
      for (const type of WORKER_EVENTS) worker.on(type, () => told.put(`worker.${type} ${worker.sid}`));
      await worker.whenReady();
      for (const type of SESSION_EVENTS) worker.on(type, () => told.put(`${type} ${worker.sid}`));
      const made = agent(worker, frames, { offers, told }, versionCheck);
      return isInProcess(server) ? moving(made, server) : made;
    },
  };
}

function reach(server: MockServer): WorkerOptions {
  if (!isInProcess(server)) return { WebSocket: RecordingWebSocket };
  return { WebSocket: recordingSocketOf(server), fetch: server.fetch, clock: server.clock };
}

/** On a standing clock whatever waits for "at once", as the next attempt to connect does, needs the clock to look. */
function moving(agent: SocketAgent, server: InProcessServer): SocketAgent {
  const arrived = async <T>(coming: Promise<T>): Promise<T> => {
    let there = false;
    const noted = coming.finally(() => {
      there = true;
    });
    await server.settle();
    if (!there) await server.time.advance({ seconds: 0 });
    return noted;
  };
  return {
    ...agent,
    nextOffer: () => arrived(agent.nextOffer()),
    told: (type, sid) => arrived(agent.told(type, sid)),
  };
}

function agent(
  worker: Worker,
  frames: readonly RecordedFrame[],
  { offers, told }: { readonly offers: Mailbox<Reservation>; readonly told: Mailbox<string> },
  ifUnchanged: boolean,
): SocketAgent {
  return {
    sid: worker.sid ?? '',
    setActivity: async (activitySid, { rejectPending } = {}) => {
      await worker.updateActivity(activitySid, { rejectPendingReservations: rejectPending, ifUnchanged });
    },
    activitySid: () => worker.activity?.sid ?? '',
    setAttributes: async (attributes) => {
      await worker.setAttributes(attributes, { ifUnchanged });
    },
    attributes: () => worker.attributes,
    channel: (uniqueName) => {
      const channel = [...worker.channels.values()].find((one) => one.taskChannelUniqueName === uniqueName);
      if (channel === undefined) throw new Error(`The SDK knows no channel ${uniqueName}`);
      return { capacity: channel.capacity, available: channel.available };
    },
    held: () => [...worker.reservations.keys()],
    offer: (sid) => {
      const reservation = worker.reservations.get(sid);
      if (reservation === undefined) throw new Error(`The SDK holds no reservation ${sid}`);
      return offer(reservation);
    },
    createTask: (workflowSid, taskQueueSid) =>
      worker.createTask({ workflowSid, taskQueueSid, to: '+15550101', from: '+15550100' }),
    updateToken: (token) => worker.updateToken(token),
    nextOffer: async () => offer(await offers.take()),
    told: async (type, sid) => {
      await told.take((event) => event === `${type} ${sid}`);
    },
    frames: () => frames,
    close: () => worker.disconnect(),
  };
}

function offer(reservation: Reservation): SocketOffer {
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
      await reservation.task.wrapUp(reason);
    },
    completeTask: async (reason) => {
      await reservation.task.complete(reason);
    },
    line: sdkLine(reservation),
  };
}

export const sdkV2 = sdkClient('@taskbay/sdk, access token (v2 wire)', 'v2', accessToken);
export const sdkV1 = sdkClient('@taskbay/sdk, capability token (v1 wire)', 'v1', capabilityToken);
export const sdkV2InProcess = sdkClient('@taskbay/sdk, access token, in process', 'v2', accessToken, 'in process');
export const sdkV1InProcess = sdkClient(
  '@taskbay/sdk, capability token, in process',
  'v1',
  capabilityToken,
  'in process',
);

import type { Reservation, Worker } from '@taskbay/sdk';
import type { SocketAgent, SocketOffer } from '../client.ts';
import { CHANNEL_EVENTS, RESERVATION_EVENTS, TASK_EVENTS } from '../support/event-names.ts';
import { Mailbox } from '../support/mailbox.ts';
import type { RecordedFrame } from '../support/recording-socket.ts';
import { sdkLine } from './sdk-line.ts';

const WORKER_EVENTS = ['activity.update', 'attributes.update', ...CHANNEL_EVENTS] as const;
const SESSION_EVENTS = ['ready', 'disconnected', 'token.expired'] as const;

/** The agent of a worker of our SDK, once it is ready: here or in a page. `ifUnchanged`: changes carry the version. */
export async function sdkAgent(
  worker: Worker,
  frames: readonly RecordedFrame[],
  ifUnchanged: boolean,
): Promise<SocketAgent> {
  const offers = new Mailbox<Reservation>();
  const told = new Mailbox<string>();
  worker.on('reservation.created', (reservation) => offers.put(reservation));
  for (const type of RESERVATION_EVENTS) worker.on(type, ({ sid }) => told.put(`${type} ${sid}`));
  for (const type of TASK_EVENTS) worker.on(type, ({ sid }) => told.put(`${type} ${sid}`));
  for (const type of WORKER_EVENTS) worker.on(type, () => told.put(`worker.${type} ${worker.sid}`));
  await worker.whenReady();
  for (const type of SESSION_EVENTS) worker.on(type, () => told.put(`${type} ${worker.sid}`));
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

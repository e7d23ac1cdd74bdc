import { TaskRouter } from '@taskbay/sdk/v1';
import type { SocketAgent, SocketClientKind, SocketOffer } from '../client.ts';
import { FacadeDesk, type OldReservation } from '../support/facade-desk.ts';
import { isLive } from '../support/live.ts';
import { borrowPlatformSocket, type RecordedFrame, recordFrames } from '../support/recording-socket.ts';
import { restWorkspace } from '../support/server.ts';
import { capabilityToken } from '../support/tokens.ts';
import { v1FacadeLine } from './v1-facade-line.ts';

type Facade = InstanceType<typeof TaskRouter.Worker>;
type Done<Result> = (error: { readonly message: string } | null, result: Result | null) => void;

/** A call of the old SDK as a promise. */
function called<Result>(run: (done: Done<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    run((error, result) => (error === null ? resolve(result as Result) : reject(new Error(error.message))));
  });
}

/** The drop-in for the vendor's Worker.js, which takes its WebSocket from the platform. */
export const v1Facade: SocketClientKind = {
  name: '@taskbay/sdk/v1, capability token',
  wire: 'v1',
  token: capabilityToken,
  async connect(server, workerName, { ttl, closeExisting = false } = {}) {
    const giveBack = borrowPlatformSocket();
    const token = await capabilityToken(server, workerName, ttl);
    const frames = recordFrames(token);
    const none = undefined;
    const at = [`${server.url}/v1`, server.url] as const;
    const worker = new TaskRouter.Worker(token, false, none, none, closeExisting, none, none, ...at);
    // As pages do whose workers hold many: two reads for each of a thousand offers take their time.
    worker.setSkipFetchReservation(true);
    const desk = new FacadeDesk(worker);
    await desk.told('ready', desk.sid);
    // The old SDK makes no tasks: its pages asked their back end.
    const createTask: SocketAgent['createTask'] = async (workflowSid, taskQueueSid) => {
      const attributes = JSON.stringify({ outbound_to: '+15550101', from: '+15550100' });
      const task = { workflowSid, taskQueueSid, routingTarget: desk.sid, attributes };
      return (await restWorkspace(server).tasks.create(task)).sid;
    };
    return agent(worker, desk, frames, createTask, giveBack);
  },
};

function agent(
  worker: Facade,
  desk: FacadeDesk,
  frames: readonly RecordedFrame[],
  createTask: SocketAgent['createTask'],
  closed: () => void,
): SocketAgent {
  return {
    sid: desk.sid,
    setActivity: async (activitySid, { rejectPending } = {}) => {
      const reject = rejectPending === undefined ? {} : { RejectPendingReservations: rejectPending };
      await called((done) => worker.update({ ActivitySid: activitySid, ...reject }, done));
    },
    activitySid: () => String(worker['activitySid' as keyof Facade]),
    setAttributes: async (attributes) => {
      await called((done) => worker.update({ Attributes: attributes }, done));
    },
    attributes: () => worker['attributes' as keyof Facade] as unknown as object,
    channel: (uniqueName) => desk.channel(uniqueName),
    held: () => [...desk.reservations].filter(([, { status }]) => isLive(status)).map(([sid]) => sid),
    offer: (sid) => offer(desk, sid),
    createTask,
    updateToken: (token) => worker.updateToken(token),
    nextOffer: async () => offer(desk, await desk.nextOffer()),
    told: (type, sid) => desk.told(type, sid),
    frames: () => frames,
    close: async () => {
      worker.disconnect();
      closed();
    },
  };
}

function offer(desk: FacadeDesk, sid: string): SocketOffer {
  const held = () => desk.held(sid);
  const run = (act: (reservation: OldReservation, done: Done<unknown>) => void) => async (): Promise<void> => {
    await called((done) => act(held().reservation, done));
  };
  const task = (act: (given: OldReservation['task'], done: Done<unknown>) => void) => async (): Promise<void> => {
    const { task: given } = held().reservation;
    const changed = await called<OldReservation['task']>((done) => act(given, done as Done<unknown>));
    desk.task(changed);
  };
  const move = (act: (reservation: OldReservation, done: Done<unknown>) => void) => async (): Promise<void> => {
    const moved = await called<{ readonly reservationStatus: string }>((done) =>
      act(held().reservation, done as Done<unknown>),
    );
    desk.moved(sid, moved.reservationStatus);
  };
  return {
    sid,
    taskSid: held().reservation.task.sid,
    accept: move((reservation, done) => reservation.accept(done)),
    reject: move((reservation, done) => reservation.reject(done)),
    rejectInto: (activitySid) => move((reservation, done) => reservation.reject(activitySid, done))(),
    wrap: run((reservation, done) => reservation.update('ReservationStatus', 'wrapping', done)),
    complete: run((reservation, done) => reservation.update({ ReservationStatus: 'completed' }, done)),
    status: () => held().status,
    taskStatus: () => desk.taskOf(sid).assignmentStatus,
    taskAttributes: () => desk.taskOf(sid).attributes,
    setTaskAttributes: (attributes) => task((given, done) => given.update({ Attributes: attributes }, done))(),
    wrapUpTask: (reason) =>
      task((given, done) => given.update({ AssignmentStatus: 'wrapping', Reason: reason }, done))(),
    completeTask: (reason) => task((given, done) => given.complete(done, reason))(),
    line: v1FacadeLine(() => held().reservation),
  };
}

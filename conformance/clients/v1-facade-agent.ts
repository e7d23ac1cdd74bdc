import type { TaskRouter } from '@taskbay/sdk/v1';
import type { SocketAgent, SocketOffer } from '../client.ts';
import { FacadeDesk, type OldReservation } from '../support/facade-desk.ts';
import { isLive } from '../support/live.ts';
import { v1FacadeLine } from './v1-facade-line.ts';

type Facade = InstanceType<typeof TaskRouter.Worker>;
type Done<Result> = (error: { readonly message: string } | null, result: Result | null) => void;

/** All that a worker of the drop-in does by itself; it makes no tasks, and nobody sees its frames but its platform. */
export type V1FacadeAgent = Omit<SocketAgent, 'createTask' | 'frames'>;

/** A call of the old SDK as a promise. */
function called<Result>(run: (done: Done<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) => {
    run((error, result) => (error === null ? resolve(result as Result) : reject(new Error(error.message))));
  });
}

/** The agent of a worker of the drop-in, once it is ready: here or in a page. */
export async function v1FacadeAgent(worker: Facade): Promise<V1FacadeAgent> {
  // As pages do whose workers hold many: two reads for each of a thousand offers take their time.
  worker.setSkipFetchReservation(true);
  const desk = new FacadeDesk(worker);
  await desk.told('ready', desk.sid);
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
    updateToken: (token) => worker.updateToken(token),
    nextOffer: async () => offer(desk, await desk.nextOffer()),
    told: (type, sid) => desk.told(type, sid),
    close: async () => worker.disconnect(),
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

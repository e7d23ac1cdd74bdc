import type { ReservationStatus, TaskStatus } from '@taskbay/protocol';
import { describe, expectTypeOf, it } from 'vitest';
import type * as api from '../../src/v1.ts';
import type {
  Callback,
  Entity,
  ErrorEvent,
  FetchedList,
  HttpError,
  Reservation,
  Task,
  WorkerChannel,
  WorkerClientEvents,
  WorkerResource,
} from '../../src/v1.ts';

type Worker = InstanceType<typeof api.TaskRouter.Worker>;
type Workspace = InstanceType<typeof api.TaskRouter.Workspace>;

/** Every claim here is checked by the compiler; running the file only shows that it was compiled. */
describe('the constructors of TaskRouter', () => {
  it('take a token and positional arguments with holes', () => {
    expectTypeOf<ConstructorParameters<typeof api.TaskRouter.Worker>['length']>().toEqualTypeOf<
      1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
    >();
    const make = (TaskRouter: typeof api.TaskRouter): void => {
      const none = undefined;
      new TaskRouter.Worker('token', true, 'WA1', 'WA2', true, 'ie1', 3, 'http://host/v1', 'http://host');
      new TaskRouter.Worker('token', none, none, none, none, none, none, 'http://host/v1');
      new TaskRouter.Workspace('token', false);
      // @ts-expect-error a token is needed
      new TaskRouter.TaskQueue();
      // @ts-expect-error the constructors stay where they are
      TaskRouter.Worker = class {};
    };
    expectTypeOf(make).toBeFunction();
  });
});

describe('callbacks', () => {
  it('get an error or a result', () => {
    expectTypeOf<Parameters<Callback<Entity>>>().toEqualTypeOf<[error: HttpError | null, result: Entity | null]>();
    expectTypeOf<HttpError['code']>().toBeNumber();
    expectTypeOf<Worker['fetchReservations']>().parameters.toEqualTypeOf<
      [callback: Callback<FetchedList>, params?: object | undefined]
    >();
    expectTypeOf<Worker['completeTask']>().parameters.toEqualTypeOf<
      [taskSid: string, callback?: Callback<Entity> | undefined, reason?: string | undefined]
    >();
    expectTypeOf<Reservation['accept']>().parameters.toEqualTypeOf<[callback?: Callback<Reservation> | undefined]>();
  });

  it('are the only way out: nothing returns a promise', () => {
    type Returned = ReturnType<
      | Worker['update']
      | Worker['fetchChannels']
      | Worker['disconnect']
      | Reservation['dequeue']
      | Task['complete']
      | Workspace['workers']['fetch']
    >;
    expectTypeOf<Returned>().toBeVoid();
  });

  it('objects read in both generations of names', () => {
    const read = (reservation: Reservation): void => {
      expectTypeOf(reservation.task).toEqualTypeOf<Task>();
      expectTypeOf(reservation.reservationStatus).toEqualTypeOf<ReservationStatus>();
      expectTypeOf(reservation.task.assignmentStatus).toEqualTypeOf<TaskStatus>();
      expectTypeOf(reservation.tasksid).toBeString();
      expectTypeOf(reservation.reservation_status).toBeUnknown();
    };
    expectTypeOf(read).toBeFunction();
  });
});

describe('events', () => {
  it('of a worker have their documented payloads', () => {
    expectTypeOf<WorkerClientEvents['ready']>().toEqualTypeOf<WorkerResource>();
    expectTypeOf<WorkerClientEvents['activity.update']>().toEqualTypeOf<WorkerResource>();
    expectTypeOf<WorkerClientEvents['worker.activity']>().toEqualTypeOf<WorkerResource>();
    expectTypeOf<WorkerClientEvents['worker.attributes.update']>().toEqualTypeOf<WorkerResource>();
    expectTypeOf<WorkerClientEvents['capacity.update']>().toEqualTypeOf<WorkerChannel>();
    expectTypeOf<WorkerClientEvents['channel.availability.update']>().toEqualTypeOf<WorkerChannel>();
    expectTypeOf<WorkerClientEvents['reservation.created' | 'reservation.wrapup']>().toEqualTypeOf<Reservation>();
    expectTypeOf<WorkerClientEvents['task.completed']>().toEqualTypeOf<Task>();
    expectTypeOf<WorkerClientEvents['connected' | 'token.expired']>().toEqualTypeOf<undefined>();
    expectTypeOf<WorkerClientEvents['disconnected']['message']>().toBeString();
    expectTypeOf<WorkerClientEvents['error']>().toEqualTypeOf<ErrorEvent>();
    expectTypeOf<WorkerResource['friendlyName' | 'friendly_name' | 'activityName']>().toBeString();
    expectTypeOf<WorkerResource['dateStatusChanged']>().toEqualTypeOf<Date>();
  });

  it('give listeners their payload, and chain', () => {
    const listen = (worker: Worker, workspace: Workspace, name: string): void => {
      const chained: Worker = worker
        .on('ready', (ready) => expectTypeOf(ready).toEqualTypeOf<WorkerResource>())
        .once('reservation.accepted', (accepted) => expectTypeOf(accepted.task).toEqualTypeOf<Task>())
        .addListener('worker.activity', ({ activity_name }) => expectTypeOf(activity_name).toBeString())
        .on('reservation.updated', (other) => expectTypeOf(other).toBeUnknown())
        .on(name, (other) => expectTypeOf(other).toBeUnknown());
      chained.on('connected', function () {
        expectTypeOf(this.updateActivity).toBeFunction();
      });
      workspace.on('error', ({ message }) => expectTypeOf(message).toBeString());
      // @ts-expect-error a reservation is no number
      worker.on('reservation.created', (_: number) => undefined);
    };
    expectTypeOf(listen).toBeFunction();
  });
});

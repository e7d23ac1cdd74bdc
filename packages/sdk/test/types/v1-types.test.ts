import { describe, expectTypeOf, it } from 'vitest';
import type * as api from '../../src/v1.ts';
import type { Callback, Entity, FetchedList, HttpError, Reservation, Task } from '../../src/v1.ts';

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
    const read = (worker: Worker, reservation: Reservation): void => {
      expectTypeOf(reservation.task).toEqualTypeOf<Task>();
      expectTypeOf(reservation.reservation_status).toBeUnknown();
      expectTypeOf(reservation.reservationStatus).toBeUnknown();
      expectTypeOf(worker.on('ready', () => undefined)).toEqualTypeOf<Worker>();
    };
    expectTypeOf(read).toBeFunction();
  });
});

import { describe, expectTypeOf, it } from 'vitest';
import type * as api from '../../src/index.ts';
import type {
  Activity,
  CallOptions,
  Client,
  Disconnection,
  JsonObject,
  NewTask,
  RejectOptions,
  Reservation,
  ReservationEvents,
  ReservationFailure,
  ReservationState,
  Resync,
  StateChange,
  Task,
  TaskbayError,
  TaskbayErrorCode,
  TaskEvents,
  Transfer,
  TransferEvents,
  UpdateOptions,
  WorkerChannel,
  WorkerEvents,
  WorkerOptions,
} from '../../src/index.ts';

type Worker = api.Worker;
type Heard<Name extends keyof WorkerEvents> = Parameters<Parameters<typeof listen<Name>>[1]>[0];

declare function listen<Name extends keyof WorkerEvents>(
  name: Name,
  listener: (payload: WorkerEvents[Name]) => void,
): void;

/** Every claim here is checked by the compiler; running the file only shows that it was compiled. */
describe('the events of a worker', () => {
  it('are these', () => {
    expectTypeOf<keyof WorkerEvents>().toEqualTypeOf<
      | 'ready'
      | 'connected'
      | 'disconnected'
      | 'state'
      | 'resynced'
      | 'token.expired'
      | 'error'
      | 'activity.update'
      | 'attributes.update'
      | 'capacity.update'
      | 'channel.availability.update'
      | `reservation.${'created' | 'accepted' | 'rejected' | 'timeout' | 'canceled' | 'rescinded' | 'wrapup' | 'completed' | 'failed'}`
      | `task.${'updated' | 'canceled' | 'completed' | 'wrapup'}`
      | `task.transfer-${'initiated' | 'attempt-failed' | 'completed' | 'failed' | 'canceled'}`
    >();
  });

  it('have one payload each', () => {
    expectTypeOf<Heard<'ready' | 'activity.update' | 'attributes.update'>>().toEqualTypeOf<api.BaseWorker>();
    expectTypeOf<Heard<'connected' | 'token.expired'>>().toEqualTypeOf<undefined>();
    expectTypeOf<Heard<'disconnected'>>().toEqualTypeOf<Disconnection>();
    expectTypeOf<Heard<'state'>>().toEqualTypeOf<StateChange>();
    expectTypeOf<Heard<'resynced'>>().toEqualTypeOf<Resync>();
    expectTypeOf<Heard<'error'>>().toEqualTypeOf<TaskbayError>();
    expectTypeOf<Heard<'capacity.update' | 'channel.availability.update'>>().toEqualTypeOf<WorkerChannel>();
    expectTypeOf<Heard<'reservation.created' | 'reservation.wrapup'>>().toEqualTypeOf<Reservation>();
    expectTypeOf<Heard<'reservation.failed'>>().toEqualTypeOf<ReservationFailure>();
    expectTypeOf<Heard<'task.updated' | 'task.wrapup'>>().toEqualTypeOf<Task>();
    expectTypeOf<Heard<'task.transfer-initiated'>>().toEqualTypeOf<Transfer>();
    expectTypeOf<ReservationEvents[keyof ReservationEvents]>().toEqualTypeOf<Reservation>();
    expectTypeOf<TaskEvents[keyof TaskEvents]>().toEqualTypeOf<Task>();
    expectTypeOf<TransferEvents[keyof TransferEvents]>().toEqualTypeOf<Transfer>();
  });

  it('reach listeners typed by their name, and on undoes itself', () => {
    const use = (worker: Worker): void => {
      expectTypeOf(worker.on('reservation.created', () => undefined)).toEqualTypeOf<() => void>();
      worker.on('reservation.created', (reservation) => expectTypeOf(reservation).toEqualTypeOf<Reservation>());
      worker.once('state', ({ retryInMs }) => expectTypeOf(retryInMs).toEqualTypeOf<number | undefined>());
      worker.on('reservation.failed', ({ taskSid }) => expectTypeOf(taskSid).toEqualTypeOf<string | null>());
      // @ts-expect-error no such event
      worker.on('reservation.create', () => undefined);
      // @ts-expect-error an offer is a reservation, not a task
      worker.on('reservation.created', (task: Task) => task);
    };
    expectTypeOf(use).toBeFunction();
  });
});

describe('the calls of a worker', () => {
  it('are promises of the object itself, of what was read, or of a SID', () => {
    const use = (worker: Worker, reservation: Reservation, task: Task): void => {
      expectTypeOf(worker.updateActivity('WA1', { rejectPendingReservations: true })).resolves.toEqualTypeOf<Worker>();
      expectTypeOf(worker.setAttributes({ languages: ['es'] })).resolves.toEqualTypeOf<Worker>();
      expectTypeOf(worker.whenReady()).resolves.toEqualTypeOf<Worker>();
      expectTypeOf(reservation.accept({ ifUnchanged: true })).resolves.toEqualTypeOf<Reservation>();
      expectTypeOf(task.transfer('WK1', { mode: 'WARM' })).resolves.toEqualTypeOf<Transfer>();
    };
    expectTypeOf(use).toBeFunction();
    expectTypeOf<Worker['fetchActivities']>().returns.resolves.toEqualTypeOf<Activity[]>();
    expectTypeOf<Worker['fetchReservations']>().returns.resolves.toEqualTypeOf<Reservation[]>();
    expectTypeOf<Worker['fetchChannels']>().returns.resolves.toEqualTypeOf<WorkerChannel[]>();
    expectTypeOf<Worker['createTask']>().parameters.toEqualTypeOf<[task: NewTask, options?: CallOptions | undefined]>();
    expectTypeOf<Worker['createTask']>().returns.resolves.toBeString();
    expectTypeOf<Client['request']>().returns.resolves.toBeUnknown();
    expectTypeOf<Reservation['reject']>().parameter(0).toEqualTypeOf<RejectOptions | undefined>();
    expectTypeOf<Task['complete']>().parameters.toEqualTypeOf<[reason: string, options?: UpdateOptions | undefined]>();
  });

  it('all take a signal', () => {
    expectTypeOf<UpdateOptions>().toExtend<CallOptions>();
    expectTypeOf<RejectOptions>().toExtend<CallOptions>();
    expectTypeOf<api.TransferOptions>().toExtend<CallOptions>();
    expectTypeOf<api.DequeueOptions>().toExtend<CallOptions>();
    expectTypeOf<CallOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>();
  });
});

describe('what a worker shows', () => {
  it('cannot be written', () => {
    const change = (worker: Worker, reservation: Reservation): void => {
      // @ts-expect-error the server says which activity
      worker.activity = null;
      // @ts-expect-error a status changes by accept() and the like
      reservation.status = 'accepted';
      // @ts-expect-error the map is for reading
      worker.reservations.delete('WR1');
    };
    expectTypeOf(change).toBeFunction();
    expectTypeOf<Worker['reservations']>().toEqualTypeOf<ReadonlyMap<string, Reservation>>();
    expectTypeOf<Worker['attributes']>().toEqualTypeOf<JsonObject>();
    expectTypeOf<Reservation['status']>().toEqualTypeOf<ReservationState>();
    expectTypeOf<Extract<ReservationState, 'unknown' | 'wrapping'>>().toEqualTypeOf<'unknown' | 'wrapping'>();
  });
});

describe('options and errors', () => {
  it('take what a platform has', () => {
    expectTypeOf<{ fetch: typeof globalThis.fetch }>().toExtend<WorkerOptions>();
    expectTypeOf<{ WebSocket: typeof globalThis.WebSocket }>().toExtend<WorkerOptions>();
    expectTypeOf<{ getToken: () => Promise<string> }>().toExtend<WorkerOptions>();
    expectTypeOf<{ getToken: () => string }>().not.toExtend<WorkerOptions>();
    expectTypeOf<{ logger: Console }>().toExtend<WorkerOptions>();
    expectTypeOf<ConstructorParameters<typeof api.Worker>>().toEqualTypeOf<
      [token: string, options?: WorkerOptions | undefined]
    >();
  });

  it('may be undefined where they may be left out, as values from an environment are', () => {
    type Empty<Options> = { [Name in keyof Options]-?: undefined };
    type Optional<Options> = {
      [Name in keyof Options as undefined extends Options[Name] ? Name : never]: Options[Name];
    };
    expectTypeOf<Empty<WorkerOptions>>().toExtend<WorkerOptions>();
    expectTypeOf<Empty<api.TaskQueueOptions>>().toExtend<api.TaskQueueOptions>();
    expectTypeOf<Empty<api.WorkersQuery>>().toExtend<api.WorkersQuery>();
    expectTypeOf<Empty<api.TaskQueuesQuery>>().toExtend<api.TaskQueuesQuery>();
    expectTypeOf<Empty<api.DequeueOptions>>().toExtend<api.DequeueOptions>();
    expectTypeOf<Empty<api.CallInstructionOptions>>().toExtend<api.CallInstructionOptions>();
    expectTypeOf<Empty<api.RedirectOptions>>().toExtend<api.RedirectOptions>();
    expectTypeOf<Empty<api.WorkerParticipantOptions>>().toExtend<api.WorkerParticipantOptions>();
    expectTypeOf<Empty<api.HoldOptions>>().toExtend<api.HoldOptions>();
    expectTypeOf<Empty<api.TransferOptions>>().toExtend<api.TransferOptions>();
    expectTypeOf<Empty<Optional<NewTask>>>().toExtend<Optional<NewTask>>();
  });

  it('branch on a code', () => {
    expectTypeOf<TaskbayError>().toExtend<Error>();
    expectTypeOf<TaskbayError['code']>().toEqualTypeOf<TaskbayErrorCode>();
    expectTypeOf<'conflict' | 'token_expired' | 'leader_lost'>().toExtend<TaskbayErrorCode>();
    expectTypeOf<TaskbayError['status']>().toEqualTypeOf<number | undefined>();
  });
});

describe('a supervisor', () => {
  it('is a worker that can do more', () => {
    expectTypeOf<api.Supervisor>().toExtend<Pick<Worker, keyof Worker>>();
    expectTypeOf<api.Supervisor['monitor']>().returns.resolves.toBeVoid();
    expectTypeOf<Worker>().not.toHaveProperty('monitor');
    // It does not hold the versions of other workers.
    type Moving = NonNullable<Parameters<api.Supervisor['setWorkerActivity']>[2]>;
    expectTypeOf<Moving>().not.toHaveProperty('ifUnchanged');
    expectTypeOf<Moving>().toExtend<CallOptions>();
    expectTypeOf<api.Workspace>().not.toHaveProperty('updateActivity');
  });
});

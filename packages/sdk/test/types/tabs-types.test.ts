import { describe, expectTypeOf, it } from 'vitest';
import type { Reservation, Worker, WorkerEvents, WorkerOptions } from '../../src/index.ts';
import type * as api from '../../src/tabs.ts';
import type {
  LeaderChange,
  TabChannelConstructor,
  TabLocks,
  TabWorkerEvents,
  TabWorkerOptions,
} from '../../src/tabs.ts';

/** Every claim here is checked by the compiler; running the file only shows that it was compiled. */
describe('a TabWorker', () => {
  it('is used as a Worker is', () => {
    expectTypeOf<api.TabWorker>().toExtend<Pick<Worker, Exclude<keyof Worker, 'on' | 'once' | 'off'>>>();
    expectTypeOf<keyof Worker>().toExtend<keyof api.TabWorker>();
    expectTypeOf<api.TabWorker['isLeader']>().toBeBoolean();
  });

  it('has one event more', () => {
    expectTypeOf<Exclude<keyof TabWorkerEvents, keyof WorkerEvents>>().toEqualTypeOf<'leader'>();
    const use = (worker: api.TabWorker): void => {
      worker.on('leader', (change) => expectTypeOf(change).toEqualTypeOf<LeaderChange>());
      worker.once('reservation.created', (offer) => expectTypeOf(offer).toEqualTypeOf<Reservation>());
      expectTypeOf(worker.on('state', () => undefined)).toEqualTypeOf<() => void>();
      // @ts-expect-error no such event
      worker.on('leading', () => undefined);
    };
    expectTypeOf(use).toBeFunction();
    expectTypeOf<LeaderChange['reason']>().toEqualTypeOf<'elected' | 'withdrew' | 'replaced'>();
  });

  it('takes what a platform has, and no activities of one session', () => {
    expectTypeOf<LockManager>().toExtend<TabLocks>();
    expectTypeOf<typeof BroadcastChannel>().toExtend<TabChannelConstructor>();
    expectTypeOf<TabWorkerOptions>().not.toHaveProperty('connectActivity');
    expectTypeOf<TabWorkerOptions>().not.toHaveProperty('disconnectActivity');
    expectTypeOf<Omit<WorkerOptions, 'connectActivity' | 'disconnectActivity'>>().toExtend<TabWorkerOptions>();
  });
});

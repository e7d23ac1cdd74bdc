import { describe, expect, expectTypeOf, it } from 'vitest';
import * as browserEntry from './index.browser.ts';
import type {
  Activity,
  Reservation,
  StateChange,
  Task,
  TaskbayErrorCode,
  WorkerChannel,
  WorkerEvents,
  WorkerOptions,
} from './index.ts';
import * as entry from './index.ts';
import { TaskbayError, Worker } from './index.ts';

describe('the public surface', () => {
  it('has the same values in both entries', () => {
    const names = ['Supervisor', 'TaskQueue', 'TaskbayError', 'Worker', 'Workspace'];
    expect(Object.keys(entry).sort()).toEqual(names);
    expect(Object.keys(browserEntry).sort()).toEqual(names);
  });

  it('types each event with its one payload', () => {
    expectTypeOf<WorkerEvents['reservation.created']>().toEqualTypeOf<Reservation>();
    expectTypeOf<WorkerEvents['task.wrapup']>().toEqualTypeOf<Task>();
    expectTypeOf<WorkerEvents['capacity.update']>().toEqualTypeOf<WorkerChannel>();
    expectTypeOf<WorkerEvents['state']>().toEqualTypeOf<StateChange>();
    expectTypeOf<WorkerEvents['error']>().toEqualTypeOf<TaskbayError>();
    expectTypeOf<Parameters<Worker['on']>[0]>().toEqualTypeOf<keyof WorkerEvents>();
    expectTypeOf<ReturnType<Worker['on']>>().toEqualTypeOf<() => void>();
  });

  it('types the verbs', () => {
    expectTypeOf<Worker['activity']>().toEqualTypeOf<Activity | null>();
    expectTypeOf<Worker['reservations']>().toEqualTypeOf<ReadonlyMap<string, Reservation>>();
    expectTypeOf<Reservation['reject']>()
      .parameter(0)
      .toMatchTypeOf<{ activitySid?: string | undefined } | undefined>();
    expectTypeOf<Task['complete']>().parameter(0).toEqualTypeOf<string>();
    expectTypeOf<Worker['updateToken']>().returns.toEqualTypeOf<void>();
    expectTypeOf<'not_supported_by_token'>().toExtend<TaskbayErrorCode>();
    expectTypeOf<typeof globalThis.fetch>().toExtend<NonNullable<WorkerOptions['fetch']>>();
    expectTypeOf<typeof globalThis.WebSocket>().toExtend<NonNullable<WorkerOptions['WebSocket']>>();
  });

  it('errors are errors with a code and a remedy', () => {
    const error = new TaskbayError('network', 'Connecting failed', { cause: 'x' });
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'TaskbayError', code: 'network', cause: 'x' });
    expect(error.message).toBe(`Connecting failed (${error.remedy})`);
    expect(() => new Worker('')).toThrowError(TaskbayError);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../test-support/actions.ts';
import { createFilledRuntime, fill } from '../../../test-support/runtime.ts';
import { applyAndCommit, type Simulated, simulate, WORKSPACE } from '../../../test-support/simulation.ts';
import type { Task } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import { type JournalLine, journalLines } from '../journal.ts';
import { COUNTS, type Count } from './bucket.ts';
import { Cumulative, type Window } from './cumulative.ts';
import { LiveTasks } from './live-tasks.ts';

const MINUTE = 60_000;

/** Journal types by what they count, said a second time. */
const TYPES: Readonly<Record<Count, readonly string[]>> = {
  reservationsCreated: ['reservation.created'],
  reservationsAccepted: ['reservation.accepted'],
  reservationsRejected: ['reservation.rejected'],
  reservationsTimedOut: ['reservation.timeout'],
  reservationsCanceled: ['reservation.canceled'],
  reservationsRescinded: ['reservation.rescinded'],
  tasksCreated: ['task.created'],
  tasksEntered: ['task-queue.entered', 'workflow.entered'],
  tasksMoved: ['task-queue.moved'],
  tasksCanceled: ['task.canceled'],
  tasksCompleted: ['task.completed'],
  tasksDeleted: ['task.deleted', 'task.system-deleted'],
  tasksTimedOutInWorkflow: ['workflow.timeout'],
};

type Kind = 'workspace' | 'queue' | 'workflow' | 'worker';

/** Figures that are not kept for everything. */
const KEPT: { readonly [C in Count]?: readonly Kind[] } = {
  tasksCreated: ['workspace'],
  tasksTimedOutInWorkflow: ['workspace', 'workflow'],
};

/** What the journal says about one holder in a window. */
function recount(lines: readonly JournalLine[], kind: Kind, holder: string, { from, to }: Window) {
  const member = {
    workspace: 'workspace_sid',
    queue: 'task_queue_sid',
    workflow: 'workflow_sid',
    worker: 'worker_sid',
  };
  const mine = lines.filter((line) => {
    const time = Date.parse(line.time);
    return time >= from && time <= to && line.data[member[kind]] === holder;
  });
  const counts: Partial<Record<Count, number>> = {};
  for (const count of COUNTS) {
    if (KEPT[count]?.includes(kind) === false || (kind === 'worker' && !count.startsWith('reservations'))) continue;
    const entered = { queue: 'task-queue.entered', workflow: 'workflow.entered' }[kind as 'queue' | 'workflow'];
    const types = count === 'tasksEntered' ? [entered] : TYPES[count];
    const found = mine.filter(({ type }) => types.includes(type)).length;
    if (found > 0) counts[count] = found;
  }
  return counts;
}

/** Waits in milliseconds, from the creation that the journal tells. */
function waitsOf(lines: readonly JournalLine[], end: string, holder: string, { from, to }: Window): number[] {
  const created = new Map(
    lines.filter(({ type }) => type === 'task.created').map((line) => [line.data.task_sid, Date.parse(line.time)]),
  );
  return lines
    .filter(({ type, time, data }) => {
      const instant = Date.parse(time);
      return type === end && instant >= from && instant <= to && data.task_queue_sid === holder;
    })
    .map(({ data, time }) => Date.parse(time) - (created.get(data.task_sid) ?? Number.NaN));
}

function holders({ tables }: State): (readonly [Kind, string])[] {
  return [
    ['workspace', WORKSPACE],
    ...[...tables.queue.keys()].map((sid) => ['queue', sid] as const),
    ...[...tables.workflow.keys()].map((sid) => ['workflow', sid] as const),
    ...[...tables.worker.keys()].map((sid) => ['worker', sid] as const),
  ];
}

function windowsOf({ batches, now }: Simulated, picks: readonly number[]): Window[] {
  const first = Math.floor((batches[0]?.now ?? now) / MINUTE);
  const length = Math.floor(now / MINUTE) - first + 1;
  const edges = picks.map((pick) => (first + (pick % length)) * MINUTE).sort((a, b) => a - b);
  return edges.slice(1).map((to, index) => ({ from: edges[index] ?? to, to: to + MINUTE - 1 }));
}

describe('cumulative statistics', () => {
  it('are what a recount of the journal gives, for every holder and window', () => {
    fc.assert(
      fc.property(actions(150), fc.array(fc.nat(), { minLength: 2, maxLength: 5 }), (steps, picks) => {
        const simulated = simulate(steps);
        const lines = simulated.batches.flatMap(journalLines);
        const kept = new Cumulative();
        for (const batch of simulated.batches) kept.add(batch);
        for (const window of windowsOf(simulated, picks)) {
          for (const [kind, sid] of holders(simulated.state)) {
            const sum = kept.sum([sid], window);
            expect([kind, sum.counts]).toEqual([kind, recount(lines, kind, sid, window)]);
            if (kind !== 'queue') continue;
            for (const [name, end] of [
              ['untilAccepted', 'reservation.accepted'],
              ['untilCanceled', 'task.canceled'],
            ] as const) {
              const waits = waitsOf(lines, end, sid, window);
              const found = sum.waits[name];
              expect(found?.count ?? 0).toBe(waits.length);
              expect(found?.total ?? 0).toBe(waits.reduce((total, wait) => total + wait, 0));
              const above = [...(found?.bySeconds ?? [])].filter(([seconds]) => seconds > 60);
              expect(above.reduce((total, [, tasks]) => total + tasks, 0)).toBe(
                waits.filter((wait) => wait > 60_000).length,
              );
            }
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('know how long workers stayed in their activities', () => {
    fc.assert(
      fc.property(actions(120), fc.array(fc.nat(), { minLength: 2, maxLength: 4 }), (steps, picks) => {
        const simulated = simulate(steps);
        const kept = new Cumulative();
        for (const batch of simulated.batches) kept.add(batch);
        const moves = simulated.batches
          .flatMap(journalLines)
          .filter(({ type }) => ['worker.created', 'worker.activity.update', 'worker.deleted'].includes(type));
        for (const { from, to } of windowsOf(simulated, picks)) {
          const until = Math.min(to, simulated.now);
          for (const worker of simulated.state.tables.worker.keys()) {
            const own = moves.filter(({ resourceSid }) => resourceSid === worker);
            const wanted = own.flatMap(({ time, data }, index) => {
              const start = Math.max(from, Date.parse(time));
              const end = Math.min(until, Date.parse(own[index + 1]?.time ?? '9999-01-01T00:00:00Z'));
              return end > start ? [{ activitySid: data.worker_activity_sid, milliseconds: end - start }] : [];
            });
            expect([...kept.stays({ from, to: until }, [worker])]).toEqual(wanted);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

function scan(tasks: readonly Task[], holder: string) {
  const statuses = { pending: 0, reserved: 0, assigned: 0, wrapping: 0 };
  const priorities = new Map<number, number>();
  const mine = tasks.filter(
    (task) => holder === WORKSPACE || task.workflowSid === holder || task.taskQueueSid === holder,
  );
  for (const { status, priority } of mine) {
    if (status === 'completed' || status === 'canceled') continue;
    statuses[status] += 1;
    priorities.set(priority, (priorities.get(priority) ?? 0) + 1);
  }
  const waiting = mine.filter(({ status }) => status === 'pending' || status === 'reserved');
  const least = (by: (task: Task) => number) =>
    waiting.toSorted((a, b) => by(a) - by(b) || a.ordinal - b.ordinal)[0]?.sid;
  const queue = waiting.some(({ taskQueueSid }) => taskQueueSid === holder);
  return {
    statuses,
    priorities,
    oldest: least((task) => task.dateCreated),
    firstEntered: queue ? least((task) => task.taskQueueEnteredDate ?? 0) : undefined,
  };
}

describe('real-time statistics', () => {
  it('kept up by events are what a scan of all tasks gives after every command', () => {
    fc.assert(
      fc.property(actions(120), (steps) => {
        let live: LiveTasks | undefined;
        simulate(steps, (state, command, actor, now) => {
          const applied = applyAndCommit(state, command, actor, now);
          live ??= new LiveTasks(WORKSPACE, state.tables.task.values());
          for (const event of applied?.events ?? []) live.apply(event);
          const tasks = [...state.tables.task.values()];
          for (const [kind, sid] of holders(state)) {
            if (kind === 'worker') continue;
            const { oldest, firstEntered, ...counts } = live.summary(sid);
            expect({ ...counts, oldest: oldest?.sid, firstEntered: firstEntered?.sid }).toEqual(scan(tasks, sid));
          }
          return applied;
        });
      }),
      { numRuns: 30 },
    );
  });
});

describe('the statistics of a server', () => {
  it('begin anew with a reset and end with their workspace', async () => {
    const { runtime, send } = await createFilledRuntime();
    await send({ type: 'task.create' });
    const ever = { from: 0, to: Number.MAX_SAFE_INTEGER };
    const created = () => runtime.statistics.cumulative(WORKSPACE).sum([WORKSPACE], ever).counts.tasksCreated;
    expect(created()).toBe(1);
    await runtime.reset();
    expect(created()).toBeUndefined();
    await fill(runtime, WORKSPACE);
    await send({ type: 'task.create' });
    expect(created()).toBe(1);
    await runtime.deleteWorkspace(WORKSPACE);
    expect(created()).toBeUndefined();
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Action, actions } from '../../../test-support/actions.ts';
import { simulate } from '../../../test-support/simulation.ts';
import type { Task } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import { type WantedTasks, wantedTasks } from './task-selection.ts';

const nth = (sids: Iterable<string>, index: number | undefined): string | undefined =>
  index === undefined ? undefined : ([...sids][index] ?? `unknown ${index}`);

/** What is wanted, with positions where the service has SIDs and names. */
const positions = fc.record(
  {
    status: fc.subarray(['pending', 'reserved', 'assigned', 'wrapping', 'completed', 'canceled'], { minLength: 1 }),
    queue: fc.nat(4),
    queueNamed: fc.nat(4),
    workflow: fc.nat(2),
    workflowNamed: fc.nat(2),
    priority: fc.nat(2),
  },
  { requiredKeys: [] },
);

function wantedOf({ tables }: State, where: typeof positions extends fc.Arbitrary<infer P> ? P : never): WantedTasks {
  const names = (named: Iterable<{ readonly friendlyName: string }>) => [...named].map((each) => each.friendlyName);
  const wanted: Record<string, unknown> = {
    AssignmentStatus: where.status,
    TaskQueueSid: nth(tables.queue.keys(), where.queue),
    TaskQueueName: nth(names(tables.queue.values()), where.queueNamed),
    WorkflowSid: nth(tables.workflow.keys(), where.workflow),
    WorkflowName: nth(names(tables.workflow.values()), where.workflowNamed),
    Priority: where.priority,
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}

/** The same by looking at every task. */
function scanned({ tables }: State, wanted: WantedTasks): string[] {
  const nameOf = (records: ReadonlyMap<string, { readonly friendlyName: string }>, sid: string | null) =>
    records.get(sid ?? '')?.friendlyName;
  const fits = (task: Task): boolean =>
    (wanted.AssignmentStatus?.includes(task.status) ?? true) &&
    (wanted.TaskQueueSid ?? task.taskQueueSid) === task.taskQueueSid &&
    (wanted.TaskQueueName === undefined || wanted.TaskQueueName === nameOf(tables.queue, task.taskQueueSid)) &&
    (wanted.WorkflowSid ?? task.workflowSid) === task.workflowSid &&
    (wanted.WorkflowName === undefined || wanted.WorkflowName === nameOf(tables.workflow, task.workflowSid)) &&
    (wanted.Priority ?? task.priority) === task.priority;
  return [...tables.task.values()].filter(fits).map(({ sid }) => sid);
}

const sids = (tasks: Iterable<Task>): string[] => Array.from(tasks, ({ sid }) => sid);

it('selects what looking at every task would, in order of creation, from anywhere and either way', () => {
  fc.assert(
    fc.property(actions(60), positions, (sequence: Action[], where) => {
      const { state, now } = simulate(sequence);
      if (state.tables.workspace.size === 0) return;
      const wanted = wantedOf(state, where);
      const all = scanned(state, wanted);
      expect(sids(wantedTasks(state, now, wanted))).toEqual(all);
      for (const { sid, ordinal } of state.tables.task.values()) {
        const ordinals = (listed: string) => state.tables.task.get(listed)?.ordinal ?? 0;
        const later = all.filter((each) => ordinals(each) > ordinal);
        const earlier = all.filter((each) => ordinals(each) < ordinal).reverse();
        expect([sid, sids(wantedTasks(state, now, wanted, { ordinal, back: false }))]).toEqual([sid, later]);
        expect([sid, sids(wantedTasks(state, now, wanted, { ordinal, back: true }))]).toEqual([sid, earlier]);
      }
    }),
    { numRuns: 60 },
  );
});

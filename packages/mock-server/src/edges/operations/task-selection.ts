import type { FilterExpression } from '../../engine/expressions/contexts.ts';
import { ALL_TASKS, type Listed } from '../../engine/indexes/task-lists.ts';
import type { OrderedSet } from '../../engine/ordered-set.ts';
import type { Task } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import type { Start } from './listing.ts';
import { filtered } from './selection.ts';

export interface WantedTasks {
  readonly Priority?: number;
  readonly AssignmentStatus?: readonly string[];
  readonly WorkflowSid?: string;
  readonly WorkflowName?: string;
  readonly TaskQueueSid?: string;
  readonly TaskQueueName?: string;
  readonly EvaluateTaskAttributes?: FilterExpression;
  readonly RoutingTarget?: string;
  readonly HasAddons?: boolean;
}

/**
 * Tasks in order of creation, all or from a start on. They come from the shortest list there is: of a queue, a workflow or
 * some statuses. A name that nothing has selects nothing. No task has add-ons here.
 */
export function wantedTasks(state: State, now: number, wanted: WantedTasks, from?: Start): Iterable<Task> {
  if (wanted.HasAddons === true) return [];
  const { Priority, RoutingTarget, EvaluateTaskAttributes } = wanted;
  const { names } = state.indexes;
  const workflows = both(wanted.WorkflowSid, wanted.WorkflowName, (name) => names.find('Workflow', name));
  const queues = both(wanted.TaskQueueSid, wanted.TaskQueueName, (name) => names.find('TaskQueue', name));
  const statuses = wanted.AssignmentStatus === undefined ? undefined : [...new Set(wanted.AssignmentStatus)];
  return filtered(
    narrowest(state, [queues, workflows, statuses], from),
    (task) =>
      (statuses === undefined || statuses.includes(task.status)) &&
      (workflows === undefined || workflows.includes(task.workflowSid ?? '')) &&
      (queues === undefined || queues.includes(task.taskQueueSid ?? '')) &&
      (Priority === undefined || Priority === task.priority) &&
      (RoutingTarget === undefined || RoutingTarget === task.routingTarget) &&
      (EvaluateTaskAttributes?.matches({ task: { attributes: task.attributes.value }, now }) ?? true),
  );
}

/** The SIDs that suit both a SID and a name: at most one; undefined when neither is given. */
function both(
  sid: string | undefined,
  name: string | undefined,
  find: (name: string) => string | undefined,
): readonly string[] | undefined {
  if (name === undefined) return sid === undefined ? undefined : [sid];
  const named = find(name);
  return named === undefined || (sid !== undefined && sid !== named) ? [] : [named];
}

function narrowest(
  { tables, indexes }: State,
  choices: readonly (readonly string[] | undefined)[],
  from: Start | undefined,
): Iterable<Task> {
  const lists = (names: readonly string[]) => names.flatMap((name) => indexes.taskLists.list(name, tables.task) ?? []);
  const narrowing = choices.flatMap((names) => (names === undefined ? [] : [lists(names)]));
  const [shortest] = narrowing.sort((a, b) => sizeOf(a) - sizeOf(b));
  if (shortest === undefined && from === undefined) return tables.task.values();
  return records(tables.task, merged(shortest ?? lists([ALL_TASKS]), from));
}

function sizeOf(lists: readonly OrderedSet<Listed>[]): number {
  return lists.reduce((sum, { size }) => sum + size, 0);
}

function* records(tasks: ReadonlyMap<string, Task>, listed: Iterable<Listed>): Iterable<Task> {
  for (const { sid } of listed) {
    const task = tasks.get(sid);
    if (task !== undefined) yield task;
  }
}

/** Lists without common items as one, in order of creation or, going back, the other way round. */
function* merged(lists: readonly OrderedSet<Listed>[], from: Start | undefined): Iterable<Listed> {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) {
    yield* walk(only, from);
    return;
  }
  const walks = lists.map((list) => walk(list, from)[Symbol.iterator]());
  const heads = walks.map((each) => each.next());
  const sign = from?.back === true ? -1 : 1;
  for (;;) {
    let next: number | undefined;
    for (const [index, head] of heads.entries()) {
      if (head.done === true) continue;
      const best = next === undefined ? undefined : heads[next];
      if (best === undefined || sign * (head.value.ordinal - best.value.ordinal) < 0) next = index;
    }
    if (next === undefined) return;
    yield heads[next]?.value;
    heads[next] = walks[next]?.next() as IteratorResult<Listed>;
  }
}

function walk(list: OrderedSet<Listed>, from: Start | undefined): Iterable<Listed> {
  if (from === undefined) return list;
  const place: Listed = { sid: '', ordinal: from.ordinal };
  return from.back ? list.ahead(place) : list.behind(place);
}

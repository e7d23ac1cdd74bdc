import type { Order } from '../ordered-set.ts';
import { OrderedSet } from '../ordered-set.ts';
import type { Task, Worker } from '../records.ts';
import type { Target } from '../workflow-config/configuration.ts';
import { knownWorkerGroup } from '../workflow-config/task-groups.ts';

/** Where a task is bound to some members of its queue, and its group among those of the same target. */
interface Bond {
  readonly rule: Target;
  readonly group: string;
}

/** The bond of a task whose target does not suit every member of the queue; undefined for any other. */
export function bondOf(task: Task): Bond | undefined {
  const { step } = task;
  if (step?.kind !== 'workflow' || step.rule.groupOf === undefined) return undefined;
  return { rule: step.rule, group: step.rule.groupOf({ attributes: task.attributes.value }) };
}

/** Waiting tasks that suit some members only, by target and group: a worker is asked about once per group, not per task. */
export class BoundTasks {
  private readonly rules = new Map<Target, Map<string, OrderedSet<Task>>>();
  private readonly order: Order<Task>;

  constructor(order: Order<Task>) {
    this.order = order;
  }

  get isEmpty(): boolean {
    return this.rules.size === 0;
  }

  /** The groups that may suit a worker. */
  *groupsFor(worker: Worker): Iterable<OrderedSet<Task>> {
    for (const [{ knownWorker: known }, groups] of this.rules) {
      if (known === undefined) yield* groups.values();
      else {
        const group = groups.get(knownWorkerGroup(known, known.by === 'sid' ? worker.sid : worker.friendlyName));
        if (group !== undefined) yield group;
      }
    }
  }

  /** Every task, in no order that anything may depend on. */
  *all(): Iterable<Task> {
    for (const groups of this.rules.values()) for (const group of groups.values()) yield* group;
  }

  add(task: Task, { rule, group }: Bond): void {
    let groups = this.rules.get(rule);
    if (groups === undefined) {
      groups = new Map();
      this.rules.set(rule, groups);
    }
    let tasks = groups.get(group);
    if (tasks === undefined) {
      tasks = new OrderedSet(this.order);
      groups.set(group, tasks);
    }
    tasks.add(task);
  }

  delete(task: Task, { rule, group }: Bond): void {
    const groups = this.rules.get(rule);
    const tasks = groups?.get(group);
    if (groups === undefined || tasks === undefined) return;
    tasks.delete(task);
    if (tasks.size > 0) return;
    groups.delete(group);
    if (groups.size === 0) this.rules.delete(rule);
  }
}

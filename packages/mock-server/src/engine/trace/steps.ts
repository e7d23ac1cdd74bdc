import type { Json } from '@taskbay/protocol';
import type { Decider } from '../expressions/explain.ts';
import { printPath } from '../expressions/print.ts';
import type { AttributesDocument, Instant, Task } from '../records.ts';
import type { Filter, KnownWorker, Target } from '../workflow-config/configuration.ts';
import type { Arrival, CountedWorkers, TrailEntry } from './trail.ts';

/** A filter that was tried, and the values that made it match or not. */
export interface FilterTrace {
  readonly filter: number;
  readonly name: string | null;
  readonly expression: string;
  readonly matched: boolean;
  readonly because: readonly Decider[];
}

/** The target a task entered; `filter` is `default` for the default filter. */
export interface TargetTrace {
  readonly filter: number | 'default';
  readonly target: number;
  readonly queueSid: string;
  readonly priority: number | null;
  readonly timeout: number | null;
  readonly expression: string | null;
  readonly orderBy: string | null;
  readonly skipIf: string | null;
  /** How the step's only worker is named: by which attribute of the task, and what that holds. */
  readonly knownWorker: KnownWorkerTrace | null;
}

export interface KnownWorkerTrace {
  readonly by: 'sid' | 'friendly_name';
  readonly attribute: string;
  readonly value: Json;
}

/** One step change: what brought it about, the filters tried on the way and the target found, null at the end. */
export interface StepTrace {
  /** Epoch milliseconds. */
  readonly at: Instant;
  readonly arrival: Arrival;
  /** The queue's workers, when `skip_if` moved the task on. */
  readonly counted: CountedWorkers | null;
  readonly filters: readonly FilterTrace[];
  readonly target: TargetTrace | null;
}

/** The step changes a task record keeps, each filter asked again with the attributes and the time it was asked with. */
export function traceSteps(task: Task): StepTrace[] {
  return task.trail.map((entry) => ({
    at: entry.at,
    arrival: entry.arrival,
    counted: entry.counted,
    filters: filtersTried(entry),
    target: targetEntered(entry),
  }));
}

function filtersTried({ configuration, attributes, at, from, filter }: TrailEntry): FilterTrace[] {
  if (from === null) return [];
  const last = filter === null || filter < 0 ? configuration.filters.length : filter + 1;
  const context = { task: { attributes: attributes.value }, now: at };
  return configuration.filters.slice(from, last).map((tried: Filter, index) => {
    const { value, because } = tried.expression.explain(context);
    return { filter: from + index, name: tried.name, expression: tried.expression.text, matched: value, because };
  });
}

function targetEntered({ configuration, filter, target, attributes }: TrailEntry): TargetTrace | null {
  if (filter === null) return null;
  const rule: Target | undefined =
    filter < 0 ? configuration.defaultFilter : configuration.filters[filter]?.targets[target];
  if (rule === undefined) return null;
  return {
    filter: filter < 0 ? 'default' : filter,
    target,
    queueSid: rule.queueSid,
    priority: rule.priority ?? null,
    timeout: rule.timeout ?? null,
    expression: rule.expression?.text ?? null,
    orderBy: rule.orderBy?.text ?? null,
    skipIf: rule.skipIf?.text ?? null,
    knownWorker: rule.knownWorker === undefined ? null : described(rule.knownWorker, attributes),
  };
}

function described({ by, attributePath, read }: KnownWorker, { value }: AttributesDocument): KnownWorkerTrace {
  return { by, attribute: printPath(['task', ...attributePath]), value: read({ attributes: value }) };
}

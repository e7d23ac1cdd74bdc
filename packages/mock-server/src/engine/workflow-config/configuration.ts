import type { Segment } from '../expressions/ast.ts';
import type { FilterExpression, SkipExpression, TargetExpression } from '../expressions/contexts.ts';
import type { Read } from '../expressions/evaluate.ts';
import type { TaskFacts } from '../expressions/facts.ts';
import type { OrderBy } from '../expressions/order-by.ts';
import type { FirstMatch } from './filter-index.ts';
import type { GroupOf } from './task-groups.ts';

/** Routes a target to one worker: the task attribute at `attributePath` holds that worker's SID or friendly name. */
export interface KnownWorker {
  readonly by: 'sid' | 'friendly_name';
  /** Below `task.`. */
  readonly attributePath: readonly Segment[];
  /** The attribute's value, whatever its type; null when the task lacks it. */
  readonly read: Read<TaskFacts>;
}

/**
 * One routing step. A member that is undefined says nothing: only the queue is inherited from the target before. All
 * targets have all members, so that they have one hidden class: routing reads them all the time.
 */
export interface Target {
  readonly queueSid: string;
  /** Replaces the task's priority. */
  readonly priority: number | undefined;
  /** Seconds, at least 1; never on the default filter. */
  readonly timeout: number | undefined;
  readonly expression: TargetExpression | undefined;
  readonly orderBy: OrderBy | undefined;
  readonly skipIf: SkipExpression | undefined;
  readonly knownWorker: KnownWorker | undefined;
  /** Tasks of one group suit the same workers; undefined when the target suits every member of its queue. */
  readonly groupOf: GroupOf | undefined;
}

export interface Filter {
  /** `filter_friendly_name`. */
  readonly name: string | null;
  readonly expression: FilterExpression;
  /** At least one. */
  readonly targets: readonly Target[];
}

/** A workflow's configuration document, checked and compiled. */
export interface WorkflowConfiguration {
  /** The document exactly as it was sent. */
  readonly text: string;
  readonly filters: readonly Filter[];
  readonly firstMatch: FirstMatch;
  readonly defaultFilter?: Target;
  /** Every queue the document names, each once. */
  readonly queueSids: ReadonlySet<string>;
}

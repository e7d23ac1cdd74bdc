import type { TargetExpression } from '../expressions/contexts.ts';
import type { TaskFacts } from '../expressions/facts.ts';
import { lookup } from '../expressions/lookup.ts';
import { referencedPaths } from '../expressions/references.ts';
import type { KnownWorker } from './configuration.ts';

/** Names the group a task is in. */
export type GroupOf = (task: TaskFacts) => string;

/**
 * Groups tasks of one target by what its conditions read of them: by the worker they ask for where there is a known
 * worker, else by the attributes in its expression, so that one answer for a worker is good for the whole group.
 * Undefined for a target that suits every member of its queue.
 */
export function groupTasks(
  expression: TargetExpression | undefined,
  knownWorker: KnownWorker | undefined,
): GroupOf | undefined {
  if (knownWorker !== undefined) return (task) => knownWorkerGroup(knownWorker, knownWorker.read(task));
  if (expression?.ast === undefined) return undefined;
  const reads = referencedPaths(expression.ast)
    .filter(([root]) => root === 'task')
    .map(([, ...path]) => lookup(path));
  return ({ attributes }) => JSON.stringify(reads.map((read) => read(attributes)));
}

/** The group of tasks that ask for a worker by this SID or name; names are compared case-insensitively. */
export function knownWorkerGroup({ by }: KnownWorker, wanted: unknown): string {
  if (typeof wanted !== 'string') return '';
  return by === 'sid' ? wanted : wanted.toLowerCase();
}

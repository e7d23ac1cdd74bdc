import type { Task } from '../records.ts';
import type { State } from '../state.ts';
import type { KnownWorker } from '../workflow-config/configuration.ts';

/** SID of the worker that the task's attribute names, or undefined when it names none (BEHAVIOUR: ROUTE-7). */
export function knownWorker(
  state: Pick<State, 'tables' | 'indexes'>,
  known: KnownWorker,
  task: Task,
): string | undefined {
  const wanted = known.read({ attributes: task.attributes.value });
  if (typeof wanted !== 'string') return undefined;
  if (known.by === 'friendly_name') return state.indexes.names.find('Worker', wanted);
  return state.tables.worker.has(wanted) ? wanted : undefined;
}

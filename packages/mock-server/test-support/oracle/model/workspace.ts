import { type Oracle, tell } from './oracle.ts';
import type { Channel, Configuration, OracleQueue } from './records.ts';
import { route } from './routing.ts';
import { enterWorkflow } from './steps.ts';

type QueueSettings = Pick<OracleQueue, 'expression' | 'order' | 'maxReservedWorkers'>;

/** QUEUE-2, QUEUE-4: reservations made before stay. */
export function changeQueue(oracle: Oracle, queue: OracleQueue, settings: QueueSettings): void {
  const retargeted = queue.expression !== settings.expression;
  Object.assign(queue, settings);
  if (retargeted) {
    tell(oracle, 'task-queue.expression.updated', queue.name);
    for (const worker of oracle.workers) oracle.touched.add(worker);
  }
  route(oracle);
}

/** FLOW-12. */
export function changeConfiguration(oracle: Oracle, configuration: Configuration, reEvaluate: boolean): void {
  oracle.configuration = configuration;
  if (!reEvaluate) return;
  for (const task of oracle.tasks.filter(({ place }) => place.kind === 'workflow')) {
    if (task.status === 'pending') enterWorkflow(oracle, task, configuration);
    else if (task.status === 'reserved') task.redrive = configuration;
  }
  route(oracle);
}

/** ROUTE-16. */
export function optimizeChannel(oracle: Oracle, channel: Channel, optimized: boolean): void {
  if (oracle.optimized.has(channel) === optimized) return;
  if (optimized) oracle.optimized.add(channel);
  else oracle.optimized.delete(channel);
  tell(oracle, 'task-channel.updated', channel);
}

import { offer } from './offers.ts';
import type { Oracle } from './oracle.ts';
import { bestTask, byLastOffer } from './ranking.ts';
import type { OracleTask } from './records.ts';
import { isToBeSkipped, leaveTarget } from './steps.ts';

/** ROUTE-2: what follows every command, until nothing moves. */
export function route(oracle: Oracle): void {
  while (oracle.touched.size > 0 || oracle.unplaced.size > 0) {
    serveTouched(oracle);
    const [task] = oracle.unplaced;
    if (task !== undefined) place(oracle, task);
  }
  oracle.entered.clear();
}

function serveTouched(oracle: Oracle): void {
  const workers = [...oracle.touched].sort(byLastOffer);
  oracle.touched.clear();
  for (const worker of workers) {
    for (let task = bestTask(oracle, worker); task !== undefined; task = bestTask(oracle, worker)) offer(oracle, task);
  }
}

/** FLOW-7: `skip_if` is asked once, when entering the step made no reservation. */
function place(oracle: Oracle, task: OracleTask): void {
  oracle.unplaced.delete(task);
  const entered = oracle.entered.delete(task);
  if (task.status !== 'pending' || offer(oracle, task)) return;
  if (entered && isToBeSkipped(oracle, task)) leaveTarget(oracle, task, 'skip');
}

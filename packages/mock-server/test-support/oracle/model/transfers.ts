import type { TransferMode } from '@taskbay/protocol';
import { cancelPending, returnToHolders, wrap } from './holders.ts';
import { reserve } from './offers.ts';
import { type Oracle, tell } from './oracle.ts';
import type { OracleReservation, OracleTask, OracleWorker, QueueName, TaskAttributes } from './records.ts';
import { route } from './routing.ts';
import { enterQueue } from './steps.ts';

export interface TransferRequest {
  readonly sid: string;
  readonly mode: TransferMode;
  /** Replace those of the task. */
  readonly attributes?: TaskAttributes | undefined;
  readonly priority?: number | undefined;
}

/** XFER-2: the other worker is offered the task whatever its capacity. */
export function transferToWorker(
  oracle: Oracle,
  from: OracleReservation,
  to: OracleWorker,
  request: TransferRequest,
): void {
  begin(oracle, from, 'worker', request);
  from.task.place = { kind: 'handed' };
  reserve(oracle, from.task, [to]);
  route(oracle);
}

/** XFER-3: pending in the queue, without filters or steps. */
export function transferToQueue(
  oracle: Oracle,
  from: OracleReservation,
  to: QueueName,
  request: TransferRequest,
): void {
  const { task } = from;
  begin(oracle, from, 'queue', request);
  task.status = 'pending';
  task.place = { kind: 'queue' };
  enterQueue(oracle, task, to);
  oracle.unplaced.add(task);
  route(oracle);
}

/** XFER-8, XFER-9. */
function begin(oracle: Oracle, from: OracleReservation, to: 'worker' | 'queue', request: TransferRequest): void {
  const { task } = from;
  const { sid, mode, attributes, priority } = request;
  if (mode === 'COLD') wrap(oracle, from);
  oracle.transfersEver += 1;
  task.transfer = { sid, to, initiator: from.worker };
  task.attributes = attributes ?? task.attributes;
  task.priority = priority ?? task.priority;
  if (attributes !== undefined || priority !== undefined) tell(oracle, 'task.updated', task.name);
  tell(oracle, 'task.transfer-initiated', task.name, 'initiated');
}

/** XFER-5, XFER-6. */
export function cancelTransfer(oracle: Oracle, task: OracleTask): void {
  cancelPending(oracle, task);
  tell(oracle, 'task.transfer-canceled', task.name, 'canceled');
  returnToHolders(oracle, task);
  route(oracle);
}

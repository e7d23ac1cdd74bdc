import { type Oracle, tell } from './oracle.ts';
import type { OracleTask, OracleTimer } from './records.ts';
import { expire } from './reservations.ts';
import { route } from './routing.ts';
import { endTask, leaveTarget } from './steps.ts';
import { cancelTask } from './tasks.ts';

interface Armed extends OracleTimer {
  readonly fire: () => void;
}

/** TIME-1: what falls due until then, one by one. */
export function advance(oracle: Oracle, to: number): void {
  for (let next = nextTimer(oracle); next !== undefined && next.due <= to; next = nextTimer(oracle)) {
    oracle.now = next.due;
    next.fire();
  }
  oracle.now = to;
}

function nextTimer(oracle: Oracle): Armed | undefined {
  const armed = [
    ...oracle.tasks.flatMap((task) => timersOf(oracle, task)),
    ...oracle.reservations
      .filter(({ status }) => status === 'pending')
      .map((reservation) => ({ ...reservation.timer, fire: () => expire(oracle, reservation) })),
  ];
  return armed.sort((a, b) => a.due - b.due || a.order - b.order)[0];
}

function timersOf(oracle: Oracle, task: OracleTask): Armed[] {
  const { ttl, stepTimer, directTimer } = task;
  return [
    ...(ttl === null ? [] : [{ ...ttl, fire: () => cancelTask(oracle, task, 'Task TTL Exceeded') }]),
    ...(stepTimer === null ? [] : [{ ...stepTimer, fire: () => stepIsOver(oracle, task) }]),
    ...(directTimer === null ? [] : [{ ...directTimer, fire: () => failDirectly(oracle, task) }]),
  ];
}

/** FLOW-4; FLOW-9 while a reservation is live. */
function stepIsOver(oracle: Oracle, task: OracleTask): void {
  task.stepTimer = null;
  if (task.status !== 'pending') {
    task.overdue = true;
    return;
  }
  leaveTarget(oracle, task, 'timeout');
  route(oracle);
}

/** ROUTE-17. */
function failDirectly(oracle: Oracle, task: OracleTask): void {
  endTask(task, 'canceled');
  tell(oracle, 'reservation.failed', task.name);
  const reason = 'RoutingTarget SLA missed: no reservation could be made for the worker in time';
  tell(oracle, 'task.canceled', task.name, reason);
}

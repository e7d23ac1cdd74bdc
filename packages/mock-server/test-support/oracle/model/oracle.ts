import type { TaskOrder } from '@taskbay/protocol';
import type {
  Channel,
  Configuration,
  OracleQueue,
  OracleReservation,
  OracleTask,
  OracleTimer,
  OracleWorker,
  QueueName,
} from './records.ts';

/**
 * A workspace as a reader of docs/BEHAVIOUR.md would keep it: lists that are searched from one end to the other. It is
 * written from the rules alone and imports nothing of the engine, so that the two can disagree.
 */
export interface Oracle {
  /** Epoch milliseconds. */
  now: number;
  readonly singleTasking: boolean;
  /** Of the workflow, in seconds. */
  reservationTimeout: number;
  prioritizeQueueOrder: TaskOrder;
  configuration: Configuration;
  /** Task channels with ChannelOptimizedRouting. */
  readonly optimized: Set<Channel>;
  readonly queues: readonly OracleQueue[];
  workers: OracleWorker[];
  /** How many there ever were: the next one's number. */
  workersEver: number;
  readonly tasks: OracleTask[];
  readonly reservations: OracleReservation[];
  transfersEver: number;
  /** Timers armed and reservations made, in one order. */
  counted: number;
  /** What routing has to look at: workers, tasks, and of these the ones that entered a step in this command. */
  readonly touched: Set<OracleWorker>;
  readonly unplaced: Set<OracleTask>;
  readonly entered: Set<OracleTask>;
  /** Of the command at hand: type, then names. */
  events: string[];
}

export function tell(oracle: Oracle, type: string, ...names: readonly string[]): void {
  oracle.events.push([type, ...names].join(' '));
}

export function tellOfReservation(oracle: Oracle, type: string, reservation: OracleReservation): void {
  tell(oracle, `reservation.${type}`, reservation.name, reservation.task.name, reservation.worker.name);
}

export function count(oracle: Oracle): number {
  oracle.counted += 1;
  return oracle.counted;
}

/** A timer that falls due in so many seconds. */
export function arm(oracle: Oracle, seconds: number): OracleTimer {
  return { due: oracle.now + seconds * 1000, order: count(oracle) };
}

export function queueNamed(oracle: Oracle, name: QueueName | null): OracleQueue | undefined {
  return oracle.queues.find((queue) => queue.name === name);
}

export const isHeld = ({ status }: OracleReservation): boolean => status === 'accepted' || status === 'wrapping';
export const isLive = (reservation: OracleReservation): boolean =>
  reservation.status === 'pending' || isHeld(reservation);

export function liveOf(oracle: Oracle, worker: OracleWorker): OracleReservation[] {
  return oracle.reservations.filter((reservation) => reservation.worker === worker && isLive(reservation));
}

export function reservationsOf(oracle: Oracle, task: OracleTask): OracleReservation[] {
  return oracle.reservations.filter((reservation) => reservation.task === task);
}

export function holdsTask(oracle: Oracle, worker: OracleWorker, task: OracleTask): boolean {
  return liveOf(oracle, worker).some((reservation) => reservation.task === task);
}

export const isOpen = ({ status }: OracleTask): boolean =>
  status !== 'completed' && status !== 'canceled' && status !== 'deleted';

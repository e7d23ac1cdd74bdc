import { changeActivity } from './activities.ts';
import { liveOf, type Oracle, tell } from './oracle.ts';
import type { ActivityName, Channel, OracleWorker, WorkerAttributes, WorkerChannel } from './records.ts';
import { failTogether } from './reservations.ts';
import { route } from './routing.ts';
import { workerSid } from './sids.ts';

export interface NewWorker {
  readonly activity: ActivityName;
  readonly attributes: WorkerAttributes;
  readonly channels: Readonly<Record<Channel, WorkerChannel>>;
}

export const workerName = (number: number): string => `w${number}`;

/** WORK-1. */
export function createWorker(oracle: Oracle, { activity, attributes, channels }: NewWorker): void {
  const worker: OracleWorker = {
    name: workerName(oracle.workersEver),
    sid: workerSid(oracle.workersEver),
    order: oracle.workersEver,
    activity,
    attributes,
    channels: { ...channels },
    lastOffered: 0,
    lastOfferedOn: { default: 0, voice: 0 },
  };
  oracle.workersEver += 1;
  oracle.workers.push(worker);
  oracle.touched.add(worker);
  tell(oracle, 'worker.created', worker.name);
  route(oracle);
}

/** WORK-4: of a worker without live reservations; who is routed to it waits for nobody. */
export function deleteWorker(oracle: Oracle, worker: OracleWorker): void {
  oracle.workers = oracle.workers.filter((other) => other !== worker);
  tell(oracle, 'worker.deleted', worker.name);
}

/** RESV-8, RESV-9. */
export function moveWorker(oracle: Oracle, worker: OracleWorker, activity: ActivityName, rejects: boolean): void {
  const pending = rejects ? liveOf(oracle, worker).filter(({ status }) => status === 'pending') : [];
  failTogether(oracle, pending, 'rejected', () => changeActivity(oracle, worker, activity));
}

/** WORK-3: the same attributes change nothing. */
export function changeWorkerAttributes(oracle: Oracle, worker: OracleWorker, attributes: WorkerAttributes): void {
  if (JSON.stringify(attributes) === JSON.stringify(worker.attributes)) return;
  worker.attributes = attributes;
  oracle.touched.add(worker);
  tell(oracle, 'worker.attributes.update', worker.name);
  route(oracle);
}

/** CAP-3, CAP-4: one event for each setting that changes. */
export function changeChannel(oracle: Oracle, worker: OracleWorker, channel: Channel, to: WorkerChannel): void {
  const { capacity, available } = worker.channels[channel];
  worker.channels[channel] = to;
  oracle.touched.add(worker);
  if (capacity !== to.capacity) tell(oracle, 'worker.capacity.update', worker.name);
  if (available !== to.available) tell(oracle, 'worker.channel.availability.update', worker.name);
  route(oracle);
}

import type { ReservationStatus } from '@taskbay/protocol';
import type {
  Change,
  ChannelFactName,
  ReservationFactName,
  TaskFactName,
  TransferFactName,
  WorkerFactName,
} from '../store/changes.ts';
import { decodeChannel, decodeTask, decodeTransfer, decodeWorker } from './decode.ts';

const WORKER_FRAMES = {
  'worker.activity.update': 'activity.update',
  'worker.attributes.update': 'attributes.update',
} as const satisfies Record<string, WorkerFactName>;

const CHANNEL_FRAMES = {
  'worker.capacity.update': 'capacity.update',
  'worker.channel.availability.update': 'channel.availability.update',
} as const satisfies Record<string, ChannelFactName>;

const TASK_FRAMES = {
  'task.updated': 'task.updated',
  'task.canceled': 'task.canceled',
  'task.completed': 'task.completed',
  'task.wrapup': 'task.wrapup',
} as const satisfies Record<TaskFactName, TaskFactName>;

const TRANSFER_FRAMES = {
  'task.transfer-initiated': 'task.transfer-initiated',
  'task.transfer-attempt-failed': 'task.transfer-attempt-failed',
  'task.transfer-completed': 'task.transfer-completed',
  'task.transfer-failed': 'task.transfer-failed',
  'task.transfer-canceled': 'task.transfer-canceled',
} as const satisfies Record<TransferFactName, TransferFactName>;

/** The status each reservation event leads to, which v1 frames do not spell out. */
export const RESERVATION_FRAMES = {
  'reservation.created': 'pending',
  'reservation.accepted': 'accepted',
  'reservation.rejected': 'rejected',
  'reservation.timeout': 'timeout',
  'reservation.canceled': 'canceled',
  'reservation.rescinded': 'rescinded',
  'reservation.wrapup': 'wrapping',
  'reservation.completed': 'completed',
} as const satisfies Record<ReservationFactName, ReservationStatus>;

function lookUp<Table extends object>(table: Table, type: string): Table[keyof Table] | undefined {
  return Object.hasOwn(table, type) ? table[type as keyof Table] : undefined;
}

export function isReservationFrame(type: string): type is ReservationFactName {
  return Object.hasOwn(RESERVATION_FRAMES, type);
}

/** Worker, channel and task frames and `reservation.failed`, which both wires write alike. */
export function decodeCommonFrame(type: string, payload: unknown): Change | undefined {
  const worker = lookUp(WORKER_FRAMES, type);
  if (worker !== undefined) return { kind: 'worker', name: worker, record: decodeWorker(payload) };
  const channel = lookUp(CHANNEL_FRAMES, type);
  if (channel !== undefined) return { kind: 'channel', name: channel, record: decodeChannel(payload) };
  const task = lookUp(TASK_FRAMES, type);
  if (task !== undefined) return { kind: 'task', name: task, record: decodeTask(payload) };
  const transfer = lookUp(TRANSFER_FRAMES, type);
  if (transfer !== undefined) return { kind: 'transfer', name: transfer, record: decodeTransfer(payload) };
  if (type !== 'reservation.failed') return undefined;
  return { kind: 'failure', failure: { taskSid: failedTaskSid(payload), payload } };
}

/** The service sends a task-like object here; its shape is not documented, so anything is let through. */
function failedTaskSid(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null) return null;
  const { sid, task_sid: taskSid, task } = payload as Record<string, unknown>;
  for (const candidate of [taskSid, (task as { sid?: unknown } | null | undefined)?.sid, sid]) {
    if (typeof candidate === 'string') return candidate;
  }
  return null;
}

import type { Kind, Records, TaskQueueRecord } from '../store/records.ts';
import { read } from './fields.ts';
import { INIT, SCHEMAS, TASK_QUEUE } from './schemas.ts';
import type { Identity } from './wire.ts';

/** An object that both wires write alike, but for names and dates, which are read in either spelling. */
export function decode<K extends Kind>(kind: K, value: unknown): Records[K] {
  return read(SCHEMAS[kind], value, kind);
}

export function decodeTaskQueue(value: unknown): TaskQueueRecord {
  return read(TASK_QUEUE, value, 'task queue');
}

export function decodeInit(value: unknown): Identity & { readonly tokenLifetime: number } {
  return read(INIT, value, 'init');
}

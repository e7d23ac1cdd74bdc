import { createEmitter, type Emitter, type ListenerFailure } from '../emitter.ts';
import type { Fact } from '../store/changes.ts';
import type { Kind } from '../store/records.ts';
import type { Cell } from '../store/store.ts';
import { Activity } from './activity.ts';
import type { Context } from './entity.ts';
import { Reservation } from './reservation.ts';
import { Task } from './task.ts';
import { Transfer } from './transfer.ts';
import { WorkerChannel } from './worker-channel.ts';

const CLASSES = {
  activity: Activity,
  channel: WorkerChannel,
  task: Task,
  transfer: Transfer,
  reservation: Reservation,
};

export type EntityKind = keyof typeof CLASSES;
type EntityOf<K extends EntityKind> = InstanceType<(typeof CLASSES)[K]>;
type AnyEmitter = Emitter<Record<string, unknown>>;
type AnyClass = new (cell: Cell, events: AnyEmitter, context: Context) => object;

interface Entry {
  readonly cell: Cell;
  readonly entity: object;
  readonly emitter: AnyEmitter;
}

/** The one object per SID that the application gets to see, made when first asked for. */
export class Directory {
  readonly #context: Context;
  readonly #failed: ListenerFailure;
  readonly #entries = new Map<string, Entry>();

  constructor(context: Omit<Context, 'directory'>, failed: ListenerFailure) {
    this.#context = { ...context, directory: this };
    this.#failed = failed;
  }

  /** Undefined for what the SDK does not know. */
  find<K extends EntityKind>(kind: K, sid: string): EntityOf<K> | undefined {
    const entry = this.#entry(sid);
    return entry?.cell.kind === kind ? (entry.entity as EntityOf<K>) : undefined;
  }

  /** In the order in which the SDK came to know them. */
  all<K extends EntityKind>(kind: K): EntityOf<K>[] {
    const found = this.#context.store.rows(kind).map(({ sid }) => this.find(kind, sid));
    return found.filter((entity) => entity !== undefined);
  }

  /** Tells the object's own listeners; returns the object. */
  tell({ name, record }: Fact): object | undefined {
    const entry = this.#entry(record.sid);
    entry?.emitter.emit(name.replace(/^(task|reservation)\./, ''), entry.entity);
    return entry?.entity;
  }

  forget(sids: readonly string[]): void {
    for (const sid of sids) this.#entries.delete(sid);
  }

  #entry(sid: string): Entry | undefined {
    const cell = this.#context.store.cell(sid);
    const known = this.#entries.get(sid);
    if (cell === undefined || known?.cell === cell) return known;
    const emitter: AnyEmitter = createEmitter(this.#failed);
    const Class = CLASSES[cell.kind as Exclude<Kind, 'worker'>] as unknown as AnyClass;
    const entry = { cell, emitter, entity: new Class(cell, emitter, this.#context) };
    this.#entries.set(sid, entry);
    return entry;
  }
}

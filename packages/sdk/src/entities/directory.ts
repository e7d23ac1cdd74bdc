import type { Api } from '../commands/api.ts';
import { createEmitter, type Emitter, type ListenerFailure } from '../emitter.ts';
import type { Fact } from '../store/changes.ts';
import type { Cell, Store } from '../store/store.ts';
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
  readonly entity: object;
  readonly emitter: AnyEmitter;
}

/** The one object per SID that the application gets to see, made when first asked for. */
export class Directory {
  readonly #context: Context;
  readonly #failed: ListenerFailure;
  readonly #entries = new WeakMap<Cell, Entry>();

  constructor(api: Api, store: Store, failed: ListenerFailure) {
    this.#context = { api, store, directory: this };
    this.#failed = failed;
  }

  /** Undefined for what the SDK does not know. */
  find<K extends EntityKind>(kind: K, sid = ''): EntityOf<K> | undefined {
    const cell = this.#context.store.cell(sid);
    return cell?.kind === kind ? (this.#entry(cell).entity as EntityOf<K>) : undefined;
  }

  /** In the order in which the SDK came to know them. */
  all<K extends EntityKind>(kind: K): EntityOf<K>[] {
    return this.#context.store.cells(kind).map((cell) => this.#entry(cell as Cell).entity as EntityOf<K>);
  }

  /** Tells the object's own listeners; returns the object. */
  tell({ name, record }: Fact): object | undefined {
    const cell = this.#context.store.cell(record.sid);
    if (!cell) return undefined;
    const { emitter, entity } = this.#entry(cell);
    emitter.emit(name.replace(/^(task|reservation)\./, ''), entity);
    return entity;
  }

  #entry(cell: Cell): Entry {
    const known = this.#entries.get(cell);
    if (known) return known;
    const emitter: AnyEmitter = createEmitter(this.#failed);
    const Class = CLASSES[cell.kind as EntityKind] as unknown as AnyClass;
    const entry = { emitter, entity: new Class(cell, emitter, this.#context) };
    this.#entries.set(cell, entry);
    return entry;
  }
}

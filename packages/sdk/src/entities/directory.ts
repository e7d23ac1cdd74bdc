import type { Api } from '../commands/api.ts';
import { emit, type ListenerFailure } from '../emitter.ts';
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
type AnyClass = new (cell: Cell, context: Context) => object;

/** The one object per SID that the application gets to see, made when first asked for. */
export class Directory {
  readonly #context: Context;
  readonly #entities = new WeakMap<Cell, object>();

  constructor(api: Api, store: Store, failed: ListenerFailure) {
    this.#context = { api, store, directory: this, failed };
  }

  /** Undefined for what the SDK does not know. */
  find<K extends EntityKind>(kind: K, sid = ''): EntityOf<K> | undefined {
    const cell = this.#context.store.cell(sid);
    return cell?.kind === kind ? (this.#entity(cell) as unknown as EntityOf<K>) : undefined;
  }

  /** In the order in which the SDK came to know them. */
  all<K extends EntityKind>(kind: K): EntityOf<K>[] {
    return this.#context.store.cells(kind).map((cell) => this.#entity(cell as Cell) as unknown as EntityOf<K>);
  }

  /** Tells the object's own listeners; returns the object. Facts are of what the store holds. */
  tell({ name, record }: Fact): object {
    const entity = this.#entity(this.#context.store.cell(record.sid) as Cell);
    emit<Record<string, unknown>>(entity as never, name.replace(/^(task|reservation)\./, ''), entity);
    return entity;
  }

  #entity(cell: Cell): object {
    const known = this.#entities.get(cell);
    if (known) return known;
    const Class = CLASSES[cell.kind as EntityKind] as unknown as AnyClass;
    const entity = new Class(cell, this.#context);
    this.#entities.set(cell, entity);
    return entity;
  }
}

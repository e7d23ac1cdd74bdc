import { createEmitter, type Emitter, type ListenerFailure } from '../emitter.ts';
import type { ChannelFactName, ReservationFactName, TaskFactName, TransferFactName } from '../store/changes.ts';
import type { ActivityRecord } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { Cell } from '../store/table.ts';
import { Activity } from './activity.ts';
import { Reservation, type ReservationEvents } from './reservation.ts';
import { Task, type TaskEvents } from './task.ts';
import { Transfer, type TransferEvents } from './transfer.ts';
import type { Verbs } from './verbs.ts';
import { WorkerChannel, type WorkerChannelEvents } from './worker-channel.ts';

interface Entry<Entity, Map extends object> {
  readonly entity: Entity;
  readonly emitter: Emitter<Map>;
}

/** The one object per SID that the application gets to see, made when first asked for. */
export class Directory {
  readonly #store: Store;
  readonly #verbs: Verbs;
  readonly #failed: ListenerFailure;
  readonly #activities = new Map<string, { cell: Cell<ActivityRecord>; entity: Activity }>();
  readonly #channels = new Map<string, Entry<WorkerChannel, WorkerChannelEvents>>();
  readonly #tasks = new Map<string, Entry<Task, TaskEvents>>();
  readonly #transfers = new Map<string, Entry<Transfer, TransferEvents>>();
  readonly #reservations = new Map<string, Entry<Reservation, ReservationEvents>>();

  constructor(store: Store, verbs: Verbs, failed: ListenerFailure) {
    this.#store = store;
    this.#verbs = verbs;
    this.#failed = failed;
  }

  activity(sid: string): Activity | undefined {
    const cell = this.#store.activities.cell(sid);
    const known = this.#activities.get(sid);
    if (cell === undefined || known?.cell === cell) return known?.entity;
    const entity = new Activity(cell);
    this.#activities.set(sid, { cell, entity });
    return entity;
  }

  channel(sid: string): WorkerChannel | undefined {
    return this.#channel(sid)?.entity;
  }

  reservation(sid: string): Reservation | undefined {
    return this.#reservation(sid)?.entity;
  }

  transfer(sid: string): Transfer | undefined {
    return this.#transfer(sid)?.entity;
  }

  /** The transfers known of a task, oldest first. */
  transfersOf(taskSid: string): Transfer[] {
    const rows = this.#store.transfers.rows().filter((row) => row.taskSid === taskSid);
    return rows.map(({ sid }) => this.transfer(sid)).filter((transfer) => transfer !== undefined);
  }

  /** Tells the object's own listeners; returns the object. */
  tellChannel(sid: string, name: ChannelFactName): WorkerChannel | undefined {
    const entry = this.#channel(sid);
    entry?.emitter.emit(name, entry.entity);
    return entry?.entity;
  }

  tellTask(sid: string, name: TaskFactName): Task | undefined {
    const entry = this.#task(sid);
    entry?.emitter.emit(name.slice('task.'.length) as keyof TaskEvents, entry.entity);
    return entry?.entity;
  }

  tellTransfer(sid: string, name: TransferFactName): Transfer | undefined {
    const entry = this.#transfer(sid);
    entry?.emitter.emit(name.slice('task.'.length) as keyof TransferEvents, entry.entity);
    return entry?.entity;
  }

  tellReservation(sid: string, name: ReservationFactName): Reservation | undefined {
    const entry = this.#reservation(sid);
    if (name !== 'reservation.created') {
      entry?.emitter.emit(name.slice('reservation.'.length) as keyof ReservationEvents, entry.entity);
    }
    return entry?.entity;
  }

  forget(sids: readonly string[]): void {
    for (const sid of sids) {
      this.#reservations.delete(sid);
      this.#tasks.delete(sid);
      this.#transfers.delete(sid);
    }
  }

  #channel(sid: string): Entry<WorkerChannel, WorkerChannelEvents> | undefined {
    const cell = this.#store.channels.cell(sid);
    return made(this.#channels, sid, cell, (found) => {
      const emitter = createEmitter<WorkerChannelEvents>(this.#failed);
      return { emitter, entity: new WorkerChannel(found, emitter) };
    });
  }

  #transfer(sid: string): Entry<Transfer, TransferEvents> | undefined {
    const cell = this.#store.transfers.cell(sid);
    return made(this.#transfers, sid, cell, (found) => {
      const emitter = createEmitter<TransferEvents>(this.#failed);
      return { emitter, entity: new Transfer(found, this.#verbs, emitter) };
    });
  }

  #task(sid: string): Entry<Task, TaskEvents> | undefined {
    const cell = this.#store.tasks.cell(sid);
    return made(this.#tasks, sid, cell, (found) => {
      const emitter = createEmitter<TaskEvents>(this.#failed);
      return { emitter, entity: new Task(found, this.#verbs, emitter, this) };
    });
  }

  #reservation(sid: string): Entry<Reservation, ReservationEvents> | undefined {
    const cell = this.#store.reservations.cell(sid);
    const task = cell === undefined ? undefined : this.#task(cell.record.taskSid)?.entity;
    if (task === undefined) return undefined;
    return made(this.#reservations, sid, cell, (found) => {
      const emitter = createEmitter<ReservationEvents>(this.#failed);
      return { emitter, entity: new Reservation(found, task, this.#verbs, emitter, this) };
    });
  }
}

function made<Key, CellType, Made>(
  known: Map<Key, Made>,
  key: Key,
  cell: CellType | undefined,
  make: (cell: CellType) => Made,
): Made | undefined {
  const existing = known.get(key);
  if (existing !== undefined || cell === undefined) return existing;
  const created = make(cell);
  known.set(key, created);
  return created;
}

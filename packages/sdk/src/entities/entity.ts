import type { Api } from '../commands/api.ts';
import { type ListenerFailure, Observable } from '../emitter.ts';
import type { Kind, Records } from '../store/records.ts';
import type { Cell, Store } from '../store/store.ts';
import { namesOf } from '../wire/fields.ts';
import { SCHEMAS } from '../wire/schemas.ts';
import type { Directory } from './directory.ts';
import { show } from './show.ts';

/** What entities act on: calls to the server, what is known, and each other. */
export interface Context {
  readonly api: Api;
  readonly store: Store;
  readonly directory: Directory;
  readonly failed: ListenerFailure;
}

/** An object of the server by its SID. It stays the same; what it says is always the newest reading. */
export abstract class Entity<K extends Kind, Map extends object> extends Observable<Map> {
  declare protected readonly context: Context;
  readonly #cell: Cell<K>;

  constructor(cell: Cell<K>, context: Context) {
    super(context.failed);
    this.#cell = cell;
    Object.defineProperty(this, 'context', { value: context });
    show(this, namesOf(SCHEMAS[cell.kind]), () => cell.record);
  }

  /** The newest reading, as plain data. */
  toJSON(): Records[K] {
    return this.#cell.record;
  }
}

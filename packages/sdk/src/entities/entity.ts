import type { Api } from '../commands/api.ts';
import { type Events, Observable } from '../emitter.ts';
import type { Kind, Records } from '../store/records.ts';
import type { Cell, Store } from '../store/store.ts';
import { SCHEMAS } from '../wire/decode.ts';
import type { Directory } from './directory.ts';
import { show } from './show.ts';

/** What entities act on: calls to the server, what is known, and each other. */
export interface Context {
  readonly api: Api;
  readonly store: Store;
  readonly directory: Directory;
}

/** An object of the server by its SID. It stays the same; what it says is always the newest reading. */
export abstract class Entity<K extends Kind, Map extends object> extends Observable<Map> {
  readonly #cell: Cell<K>;

  constructor(cell: Cell<K>, events: Events<Map>) {
    super(events);
    this.#cell = cell;
    show(this, Object.keys(SCHEMAS[cell.kind]), () => cell.record);
  }

  /** The newest reading, as plain data. */
  toJSON(): Records[K] {
    return this.#cell.record;
  }
}

import type { Change, Fact } from '../store/changes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { WorkerRecord } from '../store/records.ts';
import { isLive, type Store } from '../store/store.ts';
import { isOutdated } from '../store/table.ts';
import type { WireGeneration } from '../wire/wire.ts';
import type { Reader } from './reader.ts';
import { imageOf, missedFacts, type StoreImage } from './resync.ts';
import type { Resync } from './session-event.ts';
import { loadSnapshot, type Snapshot, storeSnapshot } from './snapshot.ts';

/** Bringing the store in step with the server over one socket. Frames are held until the reads are in. */
export class Synchronisation {
  readonly #store: Store;
  readonly #told: Store;
  readonly #before: StoreImage;
  readonly #known: WorkerRecord | undefined;
  readonly #controller = new AbortController();
  #held: Change[] | undefined = [];
  #begun = false;

  /** `told`: what the application was told of, or found at the first `ready`. */
  constructor(store: Store, told: Store) {
    this.#store = store;
    this.#told = told;
    this.#before = imageOf(told);
    this.#known = store.worker.rows()[0];
  }

  /** Aborted when the socket is gone. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether reading has begun; a second `init` on a socket must not begin it again. */
  get begun(): boolean {
    return this.#begun;
  }

  load(reader: Reader, generation: WireGeneration): Promise<Snapshot> {
    this.#begun = true;
    return loadSnapshot(reader, [this.#store, this.#told], generation);
  }

  /** Keeps a frame for later; false once the store is in step and frames are to be applied at once. */
  hold(change: Change): boolean {
    this.#held?.push(change);
    return this.#held !== undefined;
  }

  /** The frames held, in order of arrival; from here on frames are applied at once. */
  release(): Change[] {
    const held = this.#held ?? [];
    this.#held = undefined;
    return held;
  }

  /**
   * Whether the server lost or replaced its state: what is read now is older than what was known when the socket opened.
   */
  isNewHistory(snapshot: Snapshot): boolean {
    return this.#known !== undefined && isOutdated(this.#known, snapshot.worker);
  }

  takeIn(snapshot: Snapshot): void {
    storeSnapshot(this.#store, snapshot);
    storeSnapshot(this.#told, snapshot);
  }

  /** The events of what changed since the socket before this one, those not told yet. */
  missed(ledger: Ledger): Fact[] {
    return missedFacts(this.#before, this.#told, ledger);
  }

  summary(): Resync {
    const known = this.#before.reservations;
    const rows = this.#told.reservations.rows();
    const over = rows.filter((row) => !isLive(row) && isLiveIn(known, row.sid));
    return {
      added: rows.filter((row) => isLive(row) && !known.has(row.sid)).map(({ sid }) => sid),
      ended: over.filter(({ status }) => status !== 'unknown').map(({ sid }) => sid),
      gone: over.filter(({ status }) => status === 'unknown').map(({ sid }) => sid),
    };
  }

  giveUp(): void {
    this.#controller.abort();
    this.#held = undefined;
  }
}

function isLiveIn(image: StoreImage['reservations'], sid: string): boolean {
  const row = image.get(sid);
  return row !== undefined && isLive(row);
}

import type { Api } from '../commands/api.ts';
import type { Change, Fact } from '../store/changes.ts';
import type { Ledger } from '../store/ledger.ts';
import type { WorkerRecord } from '../store/records.ts';
import { type Image, isOutdated, type Store } from '../store/store.ts';
import { missedFacts, summaryOf } from './resync.ts';
import type { Resync } from './session-event.ts';
import { loadSnapshot, type Snapshot, storeSnapshot } from './snapshot.ts';

/** Bringing the stores in step with the server over one socket. Frames are held until the reads are in. */
export class Synchronisation {
  /** `store`, and what the application was told of or found at the first `ready`. */
  readonly #stores: readonly [store: Store, told: Store];
  readonly #before: Image;
  readonly #known: WorkerRecord | undefined;
  readonly #controller = new AbortController();
  #held: Change[] | undefined = [];
  /** Whether reading has begun; a second `init` on a socket must not begin it again. */
  begun = false;

  constructor(store: Store, told: Store) {
    this.#stores = [store, told];
    [this.#known] = store.rows('worker');
    this.#before = told.image();
  }

  /** Aborted when the socket is gone. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  load(api: Api): Promise<Snapshot> {
    this.begun = true;
    return loadSnapshot(api, this.#stores, this.signal);
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
   * Takes in what was read. True when the server lost or replaced its state: what was read is older than what was known
   * when the socket opened, and then the versions known say nothing any more.
   */
  takeIn(snapshot: Snapshot): boolean {
    const isNewHistory = this.#known !== undefined && isOutdated(this.#known, snapshot.worker);
    for (const store of this.#stores) {
      if (isNewHistory) store.forgetOrder();
      storeSnapshot(store, snapshot);
    }
    return isNewHistory;
  }

  /** The events of what changed since the socket before this one, those not told yet. */
  missed(ledger: Ledger): Fact[] {
    return missedFacts(this.#before, this.#stores[1], ledger);
  }

  summary(): Resync {
    return summaryOf(this.#before, this.#stores[1]);
  }

  giveUp(): void {
    this.#controller.abort();
    this.#held = undefined;
  }
}

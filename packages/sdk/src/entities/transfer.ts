import type { TransferMode, TransferStatus, TransferType } from '@taskbay/protocol';
import type { CallOptions } from '../commands/client.ts';
import { type Events, Observable } from '../emitter.ts';
import type { TransferRecord } from '../store/records.ts';
import type { Cell } from '../store/table.ts';
import type { Verbs } from './verbs.ts';

/** Events of a transfer: those of the worker without `task.`. */
export interface TransferEvents {
  'transfer-initiated': Transfer;
  'transfer-attempt-failed': Transfer;
  'transfer-completed': Transfer;
  'transfer-failed': Transfer;
  'transfer-canceled': Transfer;
}

/** A task on its way to another worker or queue. The object stays the same; it says what was read last. */
export class Transfer extends Observable<TransferEvents> {
  readonly #cell: Cell<TransferRecord>;
  readonly #verbs: Verbs;

  constructor(cell: Cell<TransferRecord>, verbs: Verbs, events: Events<TransferEvents>) {
    super(events);
    this.#cell = cell;
    this.#verbs = verbs;
  }

  get sid(): string {
    return this.#cell.record.sid;
  }

  get taskSid(): string {
    return this.#cell.record.taskSid;
  }

  get mode(): TransferMode {
    return this.#cell.record.mode;
  }

  get type(): TransferType {
    return this.#cell.record.type;
  }

  get status(): TransferStatus {
    return this.#cell.record.status;
  }

  /** SID of the worker or the queue that the task goes to. */
  get to(): string {
    return this.#cell.record.to;
  }

  /** The reservation that the task comes from. */
  get reservationSid(): string {
    return this.#cell.record.reservationSid;
  }

  /** The worker that the task comes from. */
  get workerSid(): string {
    return this.#cell.record.workerSid;
  }

  get failedReason(): string | null {
    return this.#cell.record.failedReason ?? null;
  }

  /** Takes the task back, while nobody has accepted it. */
  async cancel(options?: CallOptions): Promise<this> {
    await this.#verbs.cancelTransfer(this.#cell.record, options);
    return this;
  }

  /** The newest reading, as plain data. */
  toJSON(): TransferRecord {
    return this.#cell.record;
  }
}

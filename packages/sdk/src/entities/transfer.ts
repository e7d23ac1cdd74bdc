import type { TransferMode, TransferStatus, TransferType } from '@taskbay/protocol';
import type { CallOptions } from '../commands/client.ts';
import type { TransferRecord } from '../store/records.ts';
import { Entity } from './entity.ts';

/** Events of a transfer: those of the worker without `task.`. */
export interface TransferEvents {
  'transfer-initiated': Transfer;
  'transfer-attempt-failed': Transfer;
  'transfer-completed': Transfer;
  'transfer-failed': Transfer;
  'transfer-canceled': Transfer;
}

/** A task on its way to another worker or queue. The object stays the same; it says what was read last. */
export class Transfer extends Entity<TransferRecord, TransferEvents> {
  declare readonly sid: string;
  declare readonly taskSid: string;
  declare readonly mode: TransferMode;
  declare readonly type: TransferType;
  declare readonly status: TransferStatus;
  /** SID of the worker or the queue that the task goes to. */
  declare readonly to: string;
  /** The reservation that the task comes from. */
  declare readonly reservationSid: string;
  /** The worker that the task comes from. */
  declare readonly workerSid: string;
  declare readonly failedReason: string | null | undefined;

  /** Takes the task back, while nobody has accepted it. */
  cancel(options?: CallOptions): Promise<this> {
    const params = { TaskSid: this.taskSid, TransferStatus: 'canceled' };
    return this.post(`~/Transfers/${this.sid}`, params, options);
  }
}

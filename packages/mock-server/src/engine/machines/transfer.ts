import type { TransferStatus } from '@taskbay/protocol';
import { Machine } from './machine.ts';

export type TransferInput = 'complete' | 'fail' | 'cancel';

/** Rules XFER-1 … XFER-8 of BEHAVIOUR: an open transfer ends once. */
export const TRANSFER_MACHINE = new Machine<TransferStatus, TransferInput>({
  initiated: { complete: 'complete', fail: 'failed', cancel: 'canceled' },
  complete: {},
  failed: {},
  canceled: {},
});

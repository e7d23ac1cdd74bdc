import type { ReservationStatus } from '@taskbay/protocol';
import { Machine } from './machine.ts';

export type ReservationInput = 'accept' | 'reject' | 'expire' | 'cancel' | 'rescind' | 'wrap' | 'complete';

/** Rules RESV-1 … RESV-7 of BEHAVIOUR. */
export const RESERVATION_MACHINE = new Machine<ReservationStatus, ReservationInput>({
  pending: {
    accept: 'accepted',
    reject: 'rejected',
    expire: 'timeout',
    cancel: 'canceled',
    rescind: 'rescinded',
  },
  accepted: { wrap: 'wrapping', complete: 'completed' },
  wrapping: { complete: 'completed' },
  rejected: {},
  timeout: {},
  canceled: {},
  rescinded: {},
  completed: {},
});

import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { Row } from './records.ts';

export const LIVE: readonly unknown[] = LIVE_RESERVATION_STATUSES;

/** Whether a reservation still occupies its worker. */
export function isLive({ status }: Row | (object & { status?: unknown })): boolean {
  return LIVE.includes(status);
}

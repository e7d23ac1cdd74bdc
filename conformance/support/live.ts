import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';

const LIVE: ReadonlySet<string> = new Set(LIVE_RESERVATION_STATUSES);

/** Whether a reservation of this status is still its worker's. */
export function isLive(status: unknown): boolean {
  return LIVE.has(String(status));
}

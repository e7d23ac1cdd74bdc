import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import type { Row } from './records.ts';

const LIVE: readonly unknown[] = LIVE_RESERVATION_STATUSES;

/** Whether a reservation still occupies its worker. */
export function isLive({ status }: Row | (object & { status?: unknown })): boolean {
  return LIVE.includes(status);
}

/** A reservation never goes back: how far it has come, by its status. */
export function rankOf(reservation: Row): number {
  return isLive(reservation) ? LIVE.indexOf(reservation.status) : LIVE.length;
}

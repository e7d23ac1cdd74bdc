import { byCreation } from '../creation-order.ts';
import type { Reservation } from '../records.ts';
import type { State } from '../state.ts';

/** A reservation that still occupies its worker: `LIVE_RESERVATION_STATUSES`. */
export function isLive({ status }: Reservation): boolean {
  return status === 'pending' || status === 'accepted' || status === 'wrapping';
}

/** Reservations of a task that are neither ended nor rescinded, in order of creation. */
export function liveReservations(state: Pick<State, 'tables' | 'indexes'>, taskSid: string): readonly Reservation[] {
  let live: Reservation[] | undefined;
  for (const sid of state.indexes.taskReservations.members(taskSid)) {
    const reservation = state.tables.reservation.get(sid);
    if (reservation === undefined || !isLive(reservation)) continue;
    if (live === undefined) live = [reservation];
    else live.push(reservation);
  }
  if (live === undefined) return NONE;
  return live.length > 1 ? live.sort(byCreation) : live;
}

const NONE: readonly Reservation[] = [];

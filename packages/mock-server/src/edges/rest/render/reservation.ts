import type { RestReservation } from '@taskbay/protocol';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

export function renderReservation(
  { workspace, reservation, worker, parent }: Views['reservation'],
  facts: RenderFacts,
): RestReservation {
  const task = address(facts, workspace.sid, 'Tasks', reservation.taskSid);
  const holder = address(facts, workspace.sid, 'Workers', reservation.workerSid);
  return {
    account_sid: workspace.accountSid,
    date_created: date(reservation.dateCreated),
    date_updated: date(reservation.dateUpdated),
    reservation_status: reservation.status,
    sid: reservation.sid,
    task_sid: reservation.taskSid,
    worker_name: worker.friendlyName,
    worker_sid: reservation.workerSid,
    workspace_sid: workspace.sid,
    url: `${parent === 'task' ? task : holder}/Reservations/${reservation.sid}`,
    links: { task, worker: holder, workspace: address(facts, workspace.sid) },
  };
}

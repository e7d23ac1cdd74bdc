import type { ReservationTarget } from '../../src/engine/commands.ts';
import { attributesOf } from './attributes.ts';
import { isAvailable } from './model/eligibility.ts';
import { holdsTask, isHeld, type Oracle } from './model/oracle.ts';
import type { OracleReservation } from './model/records.ts';
import { accept, finish, reject, wrapUp } from './model/reservations.ts';
import { activitySid, queueSid, transferSid } from './model/sids.ts';
import { cancelTransfer, transferToQueue, transferToWorker } from './model/transfers.ts';
import type { MoveOf } from './moves.ts';
import { type Plan, type Plans, pickFrom } from './plan.ts';

export const RESERVATION_PLANS: Plans<'accept' | 'reject' | 'wrap' | 'complete' | 'transfer' | 'transfer.cancel'> = {
  accept: (oracle, { pick }) => {
    const reservation = pickFrom(oracle.reservations.filter(isPending), pick);
    return reservation && update(reservation, 'accepted', () => accept(oracle, reservation));
  },
  reject: (oracle, { pick, activity }) => {
    const reservation = pickFrom(oracle.reservations.filter(isPending), pick);
    if (reservation === undefined) return undefined;
    const moves = activity && { workerActivitySid: activitySid(activity) };
    return update(reservation, 'rejected', () => reject(oracle, reservation, activity), moves);
  },
  wrap: (oracle, { pick }) => {
    const reservation = pickFrom(oracle.reservations.filter(isAccepted), pick);
    return reservation && update(reservation, 'wrapping', () => wrapUp(oracle, reservation));
  },
  complete: (oracle, { pick }) => {
    const reservation = pickFrom(oracle.reservations.filter(isHeld), pick);
    return reservation && update(reservation, 'completed', () => finish(oracle, reservation));
  },
  transfer: planTransfer,
  'transfer.cancel': (oracle, { pick }) => {
    const open = oracle.tasks.filter(({ transfer }) => transfer && oracle.workers.includes(transfer.initiator));
    const task = pickFrom(open, pick);
    if (!task?.transfer) return undefined;
    const { sid, initiator } = task.transfer;
    return {
      command: (sidOf) => ({
        type: 'transfer.cancel',
        sid,
        workerSid: initiator.sid,
        taskSid: sidOf(task.name),
      }),
      foretell: () => cancelTransfer(oracle, task),
    };
  },
};

const isPending = ({ status }: OracleReservation): boolean => status === 'pending';
const isAccepted = ({ status }: OracleReservation): boolean => status === 'accepted';

function update(
  { name }: OracleReservation,
  status: ReservationTarget,
  foretell: () => void,
  settings: { readonly workerActivitySid?: string } = {},
): Plan {
  return {
    command: (sidOf) => ({ type: 'reservation.update', sid: sidOf(name), status, ...settings }),
    foretell,
  };
}

/** By a worker who holds an assigned task, to somebody available who does not, or to a queue (XFER-1, XFER-2). */
function planTransfer(oracle: Oracle, move: MoveOf<'transfer'>): Plan | undefined {
  const { pick, toWorker, other, queue, mode, attributes, priority } = move;
  const held = oracle.reservations.filter(({ status, task }) => status === 'accepted' && task.status === 'assigned');
  const reservation = pickFrom(held, pick);
  const worker = pickFrom(oracle.workers, other);
  if (reservation === undefined || worker === undefined) return undefined;
  const { task } = reservation;
  if (toWorker && (!isAvailable(worker) || holdsTask(oracle, worker, task))) return undefined;
  const sid = transferSid(oracle.transfersEver);
  const request = { sid, mode, attributes, priority };
  return {
    command: (sidOf) => ({
      type: 'transfer.create',
      sid,
      workerSid: reservation.worker.sid,
      reservationSid: sidOf(reservation.name),
      taskSid: sidOf(task.name),
      to: toWorker ? worker.sid : queueSid(queue),
      mode,
      ...(attributes && { attributes: attributesOf(attributes) }),
      ...(priority === undefined ? {} : { priority }),
    }),
    foretell: () => {
      if (toWorker) transferToWorker(oracle, reservation, worker, request);
      else transferToQueue(oracle, reservation, queue, request);
    },
  };
}

import { isAway } from './arbitraries.ts';
import { attributesOf } from './attributes.ts';
import { workerCommand } from './beginning.ts';
import { liveOf } from './model/oracle.ts';
import { activitySid } from './model/sids.ts';
import { changeChannel, changeWorkerAttributes, createWorker, deleteWorker, moveWorker } from './model/workers.ts';
import type { Kind } from './moves.ts';
import { type Plans, pickFrom } from './plan.ts';

/** Enough for every rule, and few enough to be read in a counterexample. */
const MOST_WORKERS = 8;

export const WORKER_PLANS: Plans<Extract<Kind, `worker.${string}`>> = {
  'worker.create': (oracle, { worker }) => {
    if (oracle.workers.length >= MOST_WORKERS) return undefined;
    const command = workerCommand(worker, oracle.workersEver);
    return { command: () => command, foretell: () => createWorker(oracle, worker) };
  },
  'worker.delete': (oracle, { pick }) => {
    // WORK-4: without live reservations. One stays, to have somebody to do things with.
    const idle = oracle.workers.filter((worker) => liveOf(oracle, worker).length === 0);
    const worker = oracle.workers.length > 1 ? pickFrom(idle, pick) : undefined;
    return (
      worker && {
        command: () => ({ type: 'worker.delete', sid: worker.sid }),
        foretell: () => deleteWorker(oracle, worker),
      }
    );
  },
  'worker.activity': (oracle, { pick, activity, rejects }) => {
    const worker = pickFrom(oracle.workers, pick);
    // RESV-9: only on the way to an unavailable activity.
    const rejectPendingReservations = rejects && isAway(activity);
    return (
      worker && {
        command: () => ({
          type: 'worker.update',
          sid: worker.sid,
          activitySid: activitySid(activity),
          rejectPendingReservations,
        }),
        foretell: () => moveWorker(oracle, worker, activity, rejectPendingReservations),
      }
    );
  },
  'worker.attributes': (oracle, { pick, attributes }) => {
    const worker = pickFrom(oracle.workers, pick);
    return (
      worker && {
        command: () => ({ type: 'worker.update', sid: worker.sid, attributes: attributesOf(attributes) }),
        foretell: () => changeWorkerAttributes(oracle, worker, attributes),
      }
    );
  },
  'worker.channel': (oracle, { pick, channel, to }) => {
    const worker = pickFrom(oracle.workers, pick);
    return (
      worker && {
        command: () => ({ type: 'worker-channel.update', workerSid: worker.sid, channel, ...to }),
        foretell: () => changeChannel(oracle, worker, channel, to),
      }
    );
  },
};

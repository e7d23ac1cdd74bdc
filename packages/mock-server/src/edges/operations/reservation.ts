import { RESERVATION_STATUSES } from '@taskbay/protocol';
import type { ReservationTarget } from '../../engine/commands.ts';
import type { Reservation } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import { reservationView } from '../../engine/views/subjects.ts';
import { fetch, list } from './listing.ts';
import { type Answer, type Call, command, guard, type Operation, operation, refused } from './operation.ts';
import { oneOf, optional, sid, text, word, words } from './params.ts';
import { filtered, pick } from './selection.ts';
import type { Views } from './views.ts';

/** The two places a reservation has in the API. */
interface Parent {
  readonly parent: 'task' | 'worker';
  readonly idSuffix: 'TaskReservation' | 'WorkerReservation';
  readonly collection: string;
  readonly pathName: 'TaskSid' | 'WorkerSid';
}

const PARENTS: readonly Parent[] = [
  {
    parent: 'task',
    idSuffix: 'TaskReservation',
    collection: '/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}/Reservations',
    pathName: 'TaskSid',
  },
  {
    parent: 'worker',
    idSuffix: 'WorkerReservation',
    collection: '/Workspaces/{WorkspaceSid}/Workers/{WorkerSid}/Reservations',
    pathName: 'WorkerSid',
  },
];

const SETTABLE = ['accepted', 'rejected', 'wrapping', 'completed'] as const satisfies readonly ReservationTarget[];
const INSTRUCTIONS = ['accept', 'reject', 'call', 'conference', 'dequeue', 'redirect', 'supervise'] as const;

export const reservationOperations: readonly Operation[] = PARENTS.flatMap((parent) => [
  updateOperation(parent),
  operation({
    id: `Fetch${parent.idSuffix}`,
    method: 'GET',
    path: `${parent.collection}/{Sid}`,
    params: {},
    run: (call) => fetchReservation(call, parent),
  }),
  listOperation(parent),
]);

function updateOperation(parent: Parent): Operation {
  return operation({
    id: `Update${parent.idSuffix}`,
    method: 'POST',
    path: `${parent.collection}/{Sid}`,
    params: {
      ReservationStatus: optional(oneOf(RESERVATION_STATUSES)),
      WorkerActivitySid: optional(sid('WA')),
      Instruction: optional(word(INSTRUCTIONS)),
    },
    run: async (call) => {
      const target = targetOf(call.params.ReservationStatus, call.params.Instruction);
      if (target === undefined) return unchanged(call, parent);
      if (typeof target !== 'string') return target;
      const { Sid = '', TaskSid, WorkerSid } = call.path;
      const { WorkerActivitySid } = call.params;
      return command(
        call,
        {
          type: 'reservation.update',
          sid: Sid,
          status: target,
          ...guard(call),
          ...(TaskSid === undefined ? {} : { taskSid: TaskSid }),
          ...(WorkerSid === undefined ? {} : { workerSid: WorkerSid }),
          ...(WorkerActivitySid === undefined ? {} : { workerActivitySid: WorkerActivitySid }),
        },
        'reservation',
        (subject) => ({ ...(subject as Views['reservation']), parent: parent.parent }),
      );
    },
  });
}

type Status = (typeof RESERVATION_STATUSES)[number];
type Instruction = (typeof INSTRUCTIONS)[number];

/** The status a request asks for, or why it cannot; undefined when it asks for none. */
function targetOf(
  status: Status | undefined,
  instruction: Instruction | undefined,
): ReservationTarget | Answer | undefined {
  if (status !== undefined && instruction !== undefined) {
    const problem = 'cannot be sent together with ReservationStatus; send one of them';
    return refused({ code: 'invalid', parameter: 'Instruction', problem });
  }
  if (instruction === 'accept') return 'accepted';
  if (instruction === 'reject') return 'rejected';
  if (instruction !== undefined) {
    const problem = `${instruction} places calls, which this server does not do; accept and reject are carried out`;
    return refused({ code: 'invalid', parameter: 'Instruction', problem });
  }
  if (status === undefined) return undefined;
  const settable = SETTABLE.find((target) => target === status);
  if (settable !== undefined) return settable;
  const problem = `cannot be set to ${status}; a request may set ${SETTABLE.join(', ')}`;
  return refused({ code: 'invalid', parameter: 'ReservationStatus', problem });
}

/** An update that names nothing answers with the reservation as it is, if its version is the expected one. */
async function unchanged(call: Call, parent: Parent): Promise<Answer> {
  const found = await fetchReservation(call, parent);
  if (found.kind !== 'resource' || found.resource !== 'reservation' || call.version === undefined) return found;
  const { sid, version } = found.view.reservation;
  if (version === call.version) return found;
  return refused({ code: 'version_mismatch', sid, expected: call.version, actual: version });
}

function fetchReservation(call: Call, { parent, pathName }: Parent): Promise<Answer> {
  const sid = call.path.Sid ?? '';
  return fetch(call, 'reservation', { prefix: 'WR', sid }, (state) => {
    const reservation = state.tables.reservation.get(sid);
    const holder = parent === 'task' ? reservation?.taskSid : reservation?.workerSid;
    if (reservation === undefined || holder !== call.path[pathName]) return undefined;
    return { ...reservationView(state, reservation), parent };
  });
}

function listOperation({ parent, idSuffix, collection, pathName }: Parent): Operation {
  const statuses = { ReservationStatus: optional(words(RESERVATION_STATUSES)) } as const;
  return operation({
    id: `List${idSuffix}`,
    method: 'GET',
    path: collection,
    params: parent === 'task' ? { ...statuses, WorkerSid: optional(text) } : statuses,
    run: (call) => {
      const { ReservationStatus, WorkerSid } = call.params as {
        readonly ReservationStatus?: readonly string[];
        readonly WorkerSid?: string;
      };
      const sid = call.path[pathName] ?? '';
      const wanted = (reservation: Reservation): boolean =>
        (ReservationStatus === undefined || ReservationStatus.includes(reservation.status)) &&
        (WorkerSid === undefined || WorkerSid === reservation.workerSid);
      return list(call, {
        resource: 'reservation',
        parent: { prefix: parent === 'task' ? 'WT' : 'WK', sid },
        select: (state) => membersOf(state, parent, sid, wanted),
        view: (state, reservation) => ({ ...reservationView(state, reservation), parent }),
      });
    },
  });
}

function membersOf(
  { tables, indexes }: State,
  parent: Parent['parent'],
  sid: string,
  wanted: (reservation: Reservation) => boolean,
): Iterable<Reservation> | undefined {
  if (!(parent === 'task' ? tables.task : tables.worker).has(sid)) return undefined;
  const members = parent === 'task' ? indexes.taskReservations : indexes.workerReservations;
  return filtered(pick(tables.reservation, members.members(sid)), wanted);
}

import { RESERVATION_STATUSES } from '@taskbay/protocol';
import type { ReservationTarget, UpdateReservation } from '../../engine/commands.ts';
import type { Reservation } from '../../engine/records.ts';
import type { State } from '../../engine/state.ts';
import type { InstructionKind, InstructReservation } from '../../engine/telephony/commands.ts';
import { reservationView } from '../../engine/views/subjects.ts';
import { INSTRUCTION_PARAMS, instructionOf, SUPERVISE_PARAMS } from './instruction.ts';
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
      ...INSTRUCTION_PARAMS,
      ...(parent.parent === 'task' ? SUPERVISE_PARAMS : {}),
    },
    run: async (call) => {
      const wish = wishOf(parent, call.params.ReservationStatus, call.params.Instruction);
      switch (wish.kind) {
        case 'nothing':
          return unchanged(call, parent);
        case 'refused':
          return wish;
        case 'status': {
          const { WorkerActivitySid: activity } = call.params;
          const settings = activity === undefined ? {} : { workerActivitySid: activity };
          return update(call, parent, { type: 'reservation.update', status: wish.status, ...settings });
        }
        case 'instruction': {
          const instruction = instructionOf(wish.instruction, call.params);
          return update(call, parent, { type: 'reservation.instruct', instruction });
        }
      }
    },
  });
}

type Change = Omit<UpdateReservation, 'sid'> | Omit<InstructReservation, 'sid'>;

/** Sends a command about the reservation in the path. */
function update(call: Call, { parent }: Parent, change: Change): Promise<Answer> {
  const { Sid = '', TaskSid, WorkerSid } = call.path;
  const place = {
    ...guard(call),
    ...(TaskSid === undefined ? {} : { taskSid: TaskSid }),
    ...(WorkerSid === undefined ? {} : { workerSid: WorkerSid }),
  };
  return command(call, { ...change, sid: Sid, ...place }, 'reservation', (subject) => ({
    ...(subject as Views['reservation']),
    parent,
  }));
}

type Status = (typeof RESERVATION_STATUSES)[number];
type Word = (typeof INSTRUCTIONS)[number];

/** What a request asks for. */
type Wish =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'status'; readonly status: ReservationTarget }
  | { readonly kind: 'instruction'; readonly instruction: InstructionKind }
  | Extract<Answer, { readonly kind: 'refused' }>;

function wishOf({ parent }: Parent, status: Status | undefined, instruction: Word | undefined): Wish {
  if (status !== undefined && instruction !== undefined) {
    return invalid('Instruction', 'cannot be sent together with ReservationStatus; send one of them');
  }
  if (instruction === 'accept') return { kind: 'status', status: 'accepted' };
  if (instruction === 'reject') return { kind: 'status', status: 'rejected' };
  if (instruction === 'supervise' && parent === 'worker') {
    return invalid(
      'Instruction',
      'supervise is for reservations below their task: /Tasks/{TaskSid}/Reservations/{Sid}',
    );
  }
  if (instruction !== undefined) return { kind: 'instruction', instruction };
  if (status === undefined) return { kind: 'nothing' };
  const settable = SETTABLE.find((target) => target === status);
  if (settable !== undefined) return { kind: 'status', status: settable };
  return invalid('ReservationStatus', `cannot be set to ${status}; a request may set ${SETTABLE.join(', ')}`);
}

function invalid(parameter: string, problem: string): Extract<Answer, { readonly kind: 'refused' }> {
  return { kind: 'refused', refusal: { code: 'invalid', parameter, problem } };
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

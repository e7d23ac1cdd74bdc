import * as v from 'valibot';
import type { State } from '../../engine/state.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { word } from '../operations/params.ts';
import type { AccessIdentity } from './identity.ts';
import { forbid, type Refused } from './problem.ts';

/** What a command of the v2 wire takes: anybody's token, the worker it is about, or a supervising role. */
type Rule = 'read' | 'own worker' | 'own reservation' | 'own task' | 'task for oneself' | 'supervise';

/** The operations that exist on the v2 wire; everything else is an unknown command there. */
const RULES = {
  FetchWorker: 'read',
  ListWorker: 'read',
  FetchActivity: 'read',
  ListActivity: 'read',
  FetchWorkerChannel: 'read',
  ListWorkerChannel: 'read',
  FetchWorkerReservation: 'read',
  ListWorkerReservation: 'read',
  FetchTaskReservation: 'read',
  ListTaskReservation: 'read',
  FetchTask: 'read',
  ListTask: 'read',
  FetchTaskQueue: 'read',
  ListTaskQueue: 'read',
  UpdateWorker: 'own worker',
  UpdateWorkerReservation: 'own worker',
  UpdateTaskReservation: 'own reservation',
  UpdateTask: 'own task',
  Transfer: 'own worker',
  Participant: 'own worker',
  CreateTask: 'task for oneself',
  UpdateWorkerChannel: 'supervise',
} as const satisfies Readonly<Record<string, Rule>>;

/** Whether the v2 wire has this operation. */
export function isBridgeOperation(id: string): boolean {
  return Object.hasOwn(RULES, id);
}

const NOT_FOR_WORKERS = 'The role "worker" may not do this: it takes "supervisor" or "admin"';

const SUPERVISE = word(['supervise']);

/** Whether an update of a reservation is the instruction to supervise it; read as the operation reads it. */
export function isSupervision({ Instruction }: Readonly<Record<string, unknown>>): boolean {
  return v.is(SUPERVISE, Instruction);
}

interface Request {
  readonly operation: string;
  readonly path: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Undefined when the role permits the request: reading is for everybody in the workspace, `supervisor` and `admin` may
 * change everything the wire reaches, a `worker` only itself, its reservations and the tasks it holds or made.
 */
export async function refuseByRole(
  runtime: Runtime,
  identity: AccessIdentity,
  { operation, path, params }: Request,
): Promise<Refused | undefined> {
  const { workspaceSid, workerSid, role } = identity;
  if (path.WorkspaceSid !== workspaceSid) {
    return forbid(`The token is for workspace ${workspaceSid}, the request names ${path.WorkspaceSid ?? 'none'}`);
  }
  const rule: Rule = RULES[operation as keyof typeof RULES] ?? 'supervise';
  if (rule === 'read' || role !== 'worker' || workerSid === undefined) return undefined;
  const holds = (sees: (state: State) => boolean): Promise<boolean> =>
    runtime.read(workspaceSid, sees).then((held) => held ?? false);
  switch (rule) {
    case 'own worker':
      if ((path.WorkerSid ?? path.Sid) === workerSid) return undefined;
      return forbid(`The role "worker" may change ${workerSid} only, not ${path.WorkerSid ?? path.Sid}`);
    case 'own reservation': {
      if (isSupervision(params)) return forbid(NOT_FOR_WORKERS);
      const own = await holds((state) => state.tables.reservation.get(path.Sid ?? '')?.workerSid === workerSid);
      return own ? undefined : forbid(`${path.Sid} is not a reservation of ${workerSid}`);
    }
    case 'own task': {
      const own = await holds((state) => isTaskOf(state, path.Sid ?? '', workerSid));
      return own ? undefined : forbid(`${workerSid} neither holds task ${path.Sid} nor created it`);
    }
    case 'task for oneself':
      if (params.RoutingTarget === workerSid) return undefined;
      return forbid(`The role "worker" may create tasks for itself only: RoutingTarget must be ${workerSid}`);
    case 'supervise':
      return forbid(NOT_FOR_WORKERS);
  }
}

/** A task that does not exist is nobody's secret: the operation answers 404. */
function isTaskOf({ tables, indexes }: State, sid: string, workerSid: string): boolean {
  const task = tables.task.get(sid);
  if (task === undefined || task.routingTarget === workerSid) return true;
  for (const reservation of indexes.taskReservations.members(sid)) {
    if (tables.reservation.get(reservation)?.workerSid === workerSid) return true;
  }
  return false;
}

import * as v from 'valibot';
import type { Actor, Command } from '../../engine/commands.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Answer } from '../operations/operation.ts';
import { refused } from '../operations/operation.ts';
import { attributes, oneOf, optional, sid, whole } from '../operations/params.ts';
import { transferPayload } from './payload/transfer.ts';

/** Greatest Priority of a task. */
const MAX_PRIORITY = 2_147_483_647;

const CREATE = v.object({
  ReservationSid: sid('WR'),
  TaskSid: sid('WT'),
  To: sid('WK', 'WQ'),
  Mode: optional(oneOf(['WARM', 'COLD'])),
  Attributes: optional(attributes),
  Priority: optional(whole(0, MAX_PRIORITY)),
});

const CANCEL = v.object({ TaskSid: sid('WT'), TransferStatus: oneOf(['canceled']) });

const ROUTE = /^\/Workspaces\/([^/]+)\/Workers\/([^/]+)\/Transfers(?:\/([^/]+))?\/?$/;

/** A transfer command's place: these two exist on the v2 wire only, not in REST. */
export interface TransferRoute {
  readonly kind: 'Transfer';
  readonly workspaceSid: string;
  readonly workerSid: string;
  /** Absent when a transfer is started. */
  readonly sid: string | undefined;
}

export function routeTransfer(method: string, path: string): TransferRoute | undefined {
  const [, workspaceSid, workerSid, transferSid] = ROUTE.exec(path) ?? [];
  if (method !== 'POST' || workspaceSid === undefined || workerSid === undefined) return undefined;
  return { kind: 'Transfer', workspaceSid, workerSid, sid: transferSid };
}

/** What a command of this wire alone comes to. */
export type OwnAnswer =
  | { readonly kind: 'answered'; readonly payload: object }
  | Extract<Answer, { readonly kind: 'refused' }>;

/** Starts or cancels a transfer for the worker in the path. Params are checked as those of operations are. */
export async function runTransfer(
  runtime: Runtime,
  actor: Actor,
  route: TransferRoute,
  params: Readonly<Record<string, unknown>>,
): Promise<OwnAnswer> {
  const read = route.sid === undefined ? startOf(route, params) : cancelOf(route, route.sid, params);
  if ('kind' in read) return read;
  const outcome = await runtime.dispatch(route.workspaceSid, read, actor);
  if (!outcome.ok) return refused(outcome.rejection) as OwnAnswer;
  const { transfer } = outcome.subject;
  if (transfer === undefined) throw new Error(`${read.type} answered without a transfer`);
  return { kind: 'answered', payload: transferPayload(transfer) };
}

type Read = Extract<Command, { readonly type: `transfer.${string}` }> | Extract<Answer, { readonly kind: 'refused' }>;

function startOf({ workerSid }: TransferRoute, params: Readonly<Record<string, unknown>>): Read {
  const parsed = v.safeParse(CREATE, params, { abortEarly: true });
  if (!parsed.success) return problemOf(parsed.issues[0], params);
  const { ReservationSid, TaskSid, To, Mode = 'WARM', Attributes, Priority } = parsed.output;
  return {
    type: 'transfer.create',
    workerSid,
    reservationSid: ReservationSid,
    taskSid: TaskSid,
    to: To,
    mode: Mode,
    ...(Attributes === undefined ? {} : { attributes: Attributes }),
    ...(Priority === undefined ? {} : { priority: Priority }),
  };
}

function cancelOf({ workerSid }: TransferRoute, transferSid: string, params: Readonly<Record<string, unknown>>): Read {
  const parsed = v.safeParse(CANCEL, params, { abortEarly: true });
  if (!parsed.success) return problemOf(parsed.issues[0], params);
  return { type: 'transfer.cancel', sid: transferSid, workerSid, taskSid: parsed.output.TaskSid };
}

/** The first thing that is wrong with a command's parameters. */
export function problemOf(
  issue: v.BaseIssue<unknown>,
  params: Readonly<Record<string, unknown>>,
): Extract<Answer, { readonly kind: 'refused' }> {
  const parameter = String(issue.path?.[0]?.key ?? 'params');
  const problem = Object.hasOwn(params, parameter) ? issue.message : 'is required';
  return { kind: 'refused', refusal: { code: 'invalid', parameter, problem } };
}

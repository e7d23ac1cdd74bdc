import { ERROR_CODES } from '@taskbay/protocol';
import type { Actor } from '../../engine/commands.ts';
import type { EdgeContext, RequestHost } from '../context.ts';
import { renderRefusal } from '../errors.ts';
import { routeOperation } from '../operations/route.ts';
import { expectedVersion } from '../rest/etag.ts';
import type { Access } from './access.ts';
import { failure, success } from './answers.ts';
import { translateV2 } from './command-v2.ts';
import { readEnvelope } from './envelope.ts';
import type { Hub } from './hub.ts';
import type { AccessIdentity } from './identity.ts';
import { type ParticipantRoute, routeParticipant, runParticipant } from './participants.ts';
import { type Refused, refuse } from './problem.ts';
import { renderV2 } from './render.ts';
import { isBridgeOperation, refuseByRole } from './roles.ts';
import { routeTransfer, runTransfer, type TransferRoute } from './transfers.ts';

interface Parts {
  readonly context: EdgeContext;
  readonly access: Access;
  readonly hub: Hub;
}

/** Answers an envelope POSTed to `/v1/wschannels`. */
export async function postV2(parts: Parts, request: Request, host: RequestHost): Promise<Response> {
  const result = await run(parts, request, host);
  return result.ok ? success({ payload: result.payload }) : failure(result.error);
}

async function run(
  { context, access, hub }: Parts,
  request: Request,
  host: RequestHost,
): Promise<{ readonly ok: true; readonly payload: object } | Refused> {
  const { runtime } = context;
  const ticket = hub.ticket(host);
  const read = await readEnvelope(request);
  if (!read.ok) return read;
  const { envelope } = read;
  const admitted = await access.accessToken(envelope.token);
  if (!admitted.ok) return admitted;
  const { identity } = admitted;
  const translated = translateV2(envelope);
  if (!translated.ok) {
    return refuse(
      400,
      ERROR_CODES.invalidParameter,
      `Invalid ${translated.parameter} parameter: ${translated.problem}`,
    );
  }
  const { path, params, page, ordered } = translated.command;
  const own = routeTransfer(envelope.method, path) ?? routeParticipant(envelope.method, path);
  if (own !== undefined) return ownCommand({ context, hub, identity, ticket }, own, { path, params });
  const routed = routeOperation(envelope.method, path);
  if (routed.kind !== 'found' || !isBridgeOperation(routed.operation.id)) return unknownCommand(envelope);
  const { operation } = routed;
  const denied = await refuseByRole(runtime, identity, { operation: operation.id, path: routed.path, params });
  if (denied !== undefined) return denied;
  const { accountSid, workspaceSid } = identity;
  const facts = { accountSid, workspaceSid, path };
  const expected = expectedVersion(request);
  if (!expected.ok) return { ok: false, error: renderRefusal(expected.refusal, facts) };

  const actor = actorOf(identity);
  const changed = operation.method !== 'GET';
  if (changed && identity.workerSid !== undefined) hub.hold(ticket, actor, identity.workerSid);
  // A client attaches its handlers after this list: an event that the list already reflects must not come after it.
  if (operation.id === 'ListWorkerReservation') await hub.drained(routed.path.WorkerSid ?? '');
  const { version } = expected;
  const answer = await operation.run({ runtime, accountSid, actor, path: routed.path, params, version, page });
  if (answer.kind === 'refused') return { ok: false, error: renderRefusal(answer.refusal, facts) };
  const payload = renderV2(answer, { changed, ordered });
  return payload === undefined ? unknownCommand(envelope) : { ok: true, payload };
}

interface Admitted {
  readonly context: EdgeContext;
  readonly hub: Hub;
  readonly identity: AccessIdentity;
  readonly ticket: ReturnType<Hub['ticket']>;
}

/** The commands of this wire that are no operations of the API (event-bridge: transfers, participants). */
async function ownCommand(
  { context, hub, identity, ticket }: Admitted,
  route: TransferRoute | ParticipantRoute,
  { path, params }: { readonly path: string; readonly params: Readonly<Record<string, unknown>> },
): Promise<{ readonly ok: true; readonly payload: object } | Refused> {
  const denied = await refuseByRole(context.runtime, identity, {
    operation: route.kind,
    path: { WorkspaceSid: route.workspaceSid, WorkerSid: route.workerSid },
    params,
  });
  if (denied !== undefined) return denied;
  const actor = actorOf(identity);
  if (identity.workerSid !== undefined) hub.hold(ticket, actor, identity.workerSid);
  const { runtime } = context;
  const run =
    route.kind === 'Transfer'
      ? runTransfer(runtime, actor, route, params)
      : runParticipant(runtime, actor, route, params);
  const answer = await run;
  const { accountSid, workspaceSid } = identity;
  if (answer.kind === 'refused') {
    return { ok: false, error: renderRefusal(answer.refusal, { accountSid, workspaceSid, path }) };
  }
  return { ok: true, payload: answer.payload };
}

function unknownCommand({ method, url }: { readonly method: string; readonly url: string }): Refused {
  return refuse(404, ERROR_CODES.notFound, `The event bridge has no command ${method} ${url}`);
}

/** Made anew for every request: the hub tells the request's own batch by it. */
function actorOf({ workerSid, accountSid }: AccessIdentity): Actor {
  return workerSid === undefined ? { type: 'account', sid: accountSid } : { type: 'worker', sid: workerSid };
}

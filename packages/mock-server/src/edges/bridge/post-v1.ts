import type { BridgeReplyV1 } from '@taskbay/protocol';
import type { Actor } from '../../engine/commands.ts';
import type { EdgeContext, RequestHost } from '../context.ts';
import { renderRefusal } from '../errors.ts';
import { routeOperation } from '../operations/route.ts';
import type { Access } from './access.ts';
import { failure, success } from './answers.ts';
import { translateV1 } from './command-v1.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import type { Hub } from './hub.ts';
import type { CapabilityIdentity } from './identity.ts';
import type { Ticket } from './lane.ts';
import { refuseByChannel, refuseByPolicy } from './policies.ts';
import { forbid, type Refused } from './problem.ts';
import { renderV1 } from './render-v1.ts';
import { isSupervision } from './roles.ts';
import type { Channel } from './route.ts';

interface Parts {
  readonly context: EdgeContext;
  readonly access: Access;
  readonly hub: Hub;
}

/** Answers an envelope POSTed to a v1 channel. Every success is 200 with a body, whatever the tunnelled method. */
export async function postV1(parts: Parts, request: Request, host: RequestHost, channel: Channel): Promise<Response> {
  const ticket = parts.hub.ticket(host);
  const read = await readEnvelope(request);
  if (!read.ok) return failure(read.error);
  const { envelope } = read;
  const admitted = await admit(parts, envelope, channel);
  if (!admitted.ok) return failure(admitted.error);
  const result = await run(parts, envelope, admitted.identity, channel, ticket);
  if (!result.ok) return failure(result.error);
  const reply: BridgeReplyV1 = { event_type: envelope.eventType, payload: result.payload };
  return success(reply);
}

/** The envelope's token decides, not the one its socket was opened with: the two differ after a renewal. */
async function admit(
  { access }: Parts,
  { url, method, params, token }: Envelope,
  channel: Channel,
): Promise<{ readonly ok: true; readonly identity: CapabilityIdentity } | Refused> {
  const admitted = await access.capabilityToken(token, channel);
  if (!admitted.ok) return admitted;
  const { identity } = admitted;
  const { origin } = channel;
  const denied = refuseByChannel(identity, origin, 'POST') ?? refuseByPolicy(identity, origin, { url, method, params });
  return denied ?? admitted;
}

async function run(
  { context: { runtime }, hub }: Parts,
  { url, method, params }: Envelope,
  identity: CapabilityIdentity,
  { origin }: Channel,
  ticket: Ticket,
): Promise<{ readonly ok: true; readonly payload: object } | Refused> {
  const { accountSid, workspaceSid, workerSid } = identity;
  const translated = translateV1({ url, method, params }, origin);
  const { path } = translated;
  const facts = { accountSid, workspaceSid, path };
  if (!translated.ok) return { ok: false, error: renderRefusal(translated.refusal, facts) };
  const routed = routeOperation(method, path);
  if (routed.kind === 'unknown') return { ok: false, error: renderRefusal({ code: 'unknown_route', path }, facts) };
  if (routed.kind === 'method_not_allowed') {
    return { ok: false, error: renderRefusal({ code: 'method_not_allowed', method, path }, facts) };
  }
  const { operation } = routed;
  if (workerSid !== undefined && isSupervision(translated.params)) {
    return forbid('The token of a worker may not supervise: it takes a token of the workspace');
  }
  const actor = actorOf(identity);
  if (method !== 'GET' && workerSid !== undefined) hub.hold(ticket, actor, workerSid);
  if (operation.id === 'ListWorkerReservation') await hub.drained(routed.path.WorkerSid ?? '');
  const answer = await operation.run({
    runtime,
    accountSid,
    actor,
    path: routed.path,
    params: translated.params,
    version: undefined,
    page: translated.page.request,
  });
  if (answer.kind === 'refused') return { ok: false, error: renderRefusal(answer.refusal, facts) };
  const { url: absolute, page } = translated;
  return { ok: true, payload: renderV1(answer, { url: absolute, page, filters: operation.parameters }) };
}

/** Made anew for every request: the hub tells the request's own batch by it. */
function actorOf({ workerSid, accountSid }: CapabilityIdentity): Actor {
  return workerSid === undefined ? { type: 'account', sid: accountSid } : { type: 'worker', sid: workerSid };
}

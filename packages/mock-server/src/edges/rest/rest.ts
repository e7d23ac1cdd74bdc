import { isSid } from '@taskbay/protocol';
import type { EdgeContext, HttpEdge } from '../context.ts';
import { renderRefusal } from '../errors.ts';
import type { Answer, Call, Operation } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';
import { routeOperation } from '../operations/route.ts';
import { textParts, textResponse } from '../text-response.ts';
import { createAuthentication } from './authentication.ts';
import { CORS_HEADERS, preflight } from './cors.ts';
import { type ExpectedVersion, etagOf, expectedVersion } from './etag.ts';
import { collect, type Params, readForm } from './form.ts';
import { type Page, pageMeta, parsePage } from './paging.ts';
import { itemSid, LIST_KEYS, renderRest } from './render.ts';

/** The REST API under `/v1`: a request becomes an operation's call, its answer the service's representation. */
export function createRest(context: EdgeContext): HttpEdge {
  const authenticate = createAuthentication(context.credentials);
  return async (request) => {
    if (request.method === 'OPTIONS') return preflight();
    const url = new URL(request.url);
    const path = url.pathname.slice('/v1'.length);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const unknown = await authenticate(request);
    const response =
      unknown === undefined ? await answer(context, request, method, url, path) : refuse(context, path, unknown);
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };
}

async function answer(
  context: EdgeContext,
  request: Request,
  method: string,
  url: URL,
  path: string,
): Promise<Response> {
  const routed = routeOperation(method, path);
  if (routed.kind === 'unknown') return refuse(context, path, { code: 'unknown_route', path });
  if (routed.kind === 'method_not_allowed') {
    return refuse(context, path, { code: 'method_not_allowed', method: request.method, path });
  }
  const { operation } = routed;
  const input = await readInput(request, method, url, operation);
  if (!input.ok) return refuse(context, path, input.refusal);
  const { page, params, version } = input;
  const call: Call<Params> = {
    runtime: context.runtime,
    accountSid: context.credentials.accountSid,
    actor: { type: 'account', sid: context.credentials.accountSid },
    path: routed.path,
    params,
    version,
    page: page.request,
  };
  const result = await operation.run(call);
  return result.kind === 'refused'
    ? refuse(context, path, result.refusal)
    : render(result, { url, page, filters: operation.parameters });
}

type Input =
  | { readonly ok: true; readonly params: Params; readonly version: number | undefined; readonly page: Page }
  | { readonly ok: false; readonly refusal: Refusal };

const FIRST_PAGE: Page = { number: 0, request: { size: 50, after: undefined } };

async function readInput(request: Request, method: string, url: URL, operation: Operation): Promise<Input> {
  const form =
    method === 'POST'
      ? await readForm(request, operation.body)
      : { ok: true as const, params: collect(url.searchParams) };
  if (!form.ok) return form;
  const expected: ExpectedVersion = method === 'GET' ? { ok: true, version: undefined } : expectedVersion(request);
  if (!expected.ok) return expected;
  const paged = operation.id.startsWith('List') ? parsePage(url.searchParams) : { ok: true as const, page: FIRST_PAGE };
  if (!paged.ok) return paged;
  return { ok: true, params: form.params, version: expected.version, page: paged.page };
}

interface Asked {
  readonly url: URL;
  readonly page: Page;
  readonly filters: readonly string[];
}

function render(answer: Exclude<Answer, { kind: 'refused' }>, { url, page, filters }: Asked): Response {
  const { origin } = url;
  switch (answer.kind) {
    case 'deleted':
      return textResponse(204, CORS_HEADERS, null);
    case 'resource': {
      const { resource, view, now } = answer;
      const etag = etagOf(answer);
      return json(
        answer.created ? 201 : 200,
        renderRest(resource, view, { origin, now }),
        etag === undefined ? {} : { etag },
      );
    }
    case 'list': {
      const { resource, views, now, more } = answer;
      const items = views.map((view) => renderRest(resource, view, { origin, now }));
      const key = LIST_KEYS[resource];
      const [firstSid, lastSid] = [itemSid(items[0]), itemSid(items.at(-1))];
      return json(200, { [key]: items, meta: pageMeta({ key, url, page, filters, firstSid, lastSid, more }) });
    }
  }
}

function refuse({ credentials }: EdgeContext, path: string, refusal: Refusal): Response {
  const [, , second = ''] = path.split('/');
  const workspaceSid = isSid(second, 'WS') ? second : '';
  const body = renderRefusal(refusal, { accountSid: credentials.accountSid, workspaceSid, path });
  return json(body.status, body, body.status === 401 ? { 'www-authenticate': 'Basic realm="TaskRouter"' } : {});
}

function withoutBody(response: Response): Response {
  const parts = textParts(response);
  return parts === undefined ? new Response(null, response) : textResponse(parts.status, parts.headers, null);
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return textResponse(
    status,
    { ...CORS_HEADERS, ...headers, 'content-type': 'application/json' },
    JSON.stringify(body),
  );
}

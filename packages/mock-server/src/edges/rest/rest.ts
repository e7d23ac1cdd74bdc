import type { EdgeContext, HttpEdge, RequestHost } from '../context.ts';
import type { Call, Operation } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';
import { routeOperation } from '../operations/route.ts';
import { requestUrl } from '../request-url.ts';
import { Answers, withoutBody } from './answers.ts';
import { createAuthentication } from './authentication.ts';
import { preflight } from './cors.ts';
import { type ExpectedVersion, expectedVersion } from './etag.ts';
import { collect, type Params, readForm } from './form.ts';
import { type Admit, createAdmission, FREE } from './limits.ts';
import { type Page, parsePage } from './paging.ts';

/** The REST API under `/v1`: a request becomes an operation's call, its answer the service's representation. */
export function createRest(context: EdgeContext): HttpEdge {
  const authenticate = createAuthentication(context.credentials);
  const answers = new Answers(context.credentials.accountSid);
  const admit = createAdmission(context.runtime, context.vendorLimits);
  return async (request, { inStep }) => {
    if (request.method === 'OPTIONS') return preflight();
    const url = requestUrl(request);
    const path = url.pathname.slice('/v1'.length);
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const unknown = await authenticate(request);
    const response =
      unknown === undefined
        ? await answer({ context, answers, admit }, { request, method, url, path, inStep })
        : answers.refuse(path, unknown);
    return request.method === 'HEAD' ? withoutBody(response) : response;
  };
}

interface Parts {
  readonly context: EdgeContext;
  readonly answers: Answers;
  readonly admit: Admit | undefined;
}

interface Incoming {
  readonly request: Request;
  /** HEAD is GET. */
  readonly method: string;
  readonly url: URL;
  /** Below `/v1`. */
  readonly path: string;
  readonly inStep: RequestHost['inStep'];
}

async function answer({ context, answers, admit }: Parts, incoming: Incoming): Promise<Response> {
  const { request, method, url, path, inStep } = incoming;
  const routed = routeOperation(method, path);
  if (routed.kind === 'unknown') return answers.refuse(path, { code: 'unknown_route', path });
  if (routed.kind === 'method_not_allowed') {
    return answers.refuse(path, { code: 'method_not_allowed', method: request.method, path });
  }
  const { operation } = routed;
  const { refusal, headers } = (await admit?.(operation, routed.path.WorkspaceSid ?? '')) ?? FREE;
  if (refusal !== undefined) return answers.refuse(path, refusal, headers);
  const input = await readInput(request, method, url, operation);
  if (!input.ok) return answers.refuse(path, input.refusal);
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
  await inStep?.();
  return result.kind === 'refused'
    ? answers.refuse(path, result.refusal)
    : answers.render(result, { url, page, filters: operation.parameters }, headers);
}

type Input =
  | { readonly ok: true; readonly params: Params; readonly version: number | undefined; readonly page: Page }
  | { readonly ok: false; readonly refusal: Refusal };

const NO_PARAMS: Params = {};
const FIRST_PAGE: Page = { number: 0, request: { size: 50, after: undefined } };

async function readInput(request: Request, method: string, url: URL, operation: Operation): Promise<Input> {
  const form =
    method === 'POST'
      ? await readForm(request, operation.body)
      : { ok: true as const, params: url.search === '' ? NO_PARAMS : collect(url.searchParams) };
  if (!form.ok) return form;
  const expected: ExpectedVersion = method === 'GET' ? { ok: true, version: undefined } : expectedVersion(request);
  if (!expected.ok) return expected;
  const paged = operation.id.startsWith('List') ? parsePage(url.searchParams) : { ok: true as const, page: FIRST_PAGE };
  if (!paged.ok) return paged;
  return { ok: true, params: form.params, version: expected.version, page: paged.page };
}

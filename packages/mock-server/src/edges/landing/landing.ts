import type { ReadyFacts } from '../../ready.ts';
import type { HttpEdge } from '../context.ts';
import { methodNotAllowed } from '../plain-answers.ts';
import { requestUrl } from '../request-url.ts';
import { landingPage } from './page.ts';

/** The page at `/` and its data at `/ready.json`, with the addresses by which the reader came. */
export function createLanding(facts: (url: string) => Promise<ReadyFacts>): HttpEdge {
  return async (request) => {
    const { origin, pathname } = requestUrl(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') return methodNotAllowed(request.method, pathname, 'GET');
    const found = await facts(origin);
    return pathname === '/ready.json' ? data(found) : page(found);
  };
}

function data(facts: ReadyFacts): Response {
  return Response.json(facts, { headers: { 'cache-control': 'no-store' } });
}

async function page(facts: ReadyFacts): Promise<Response> {
  const { html, contentSecurityPolicy } = await landingPage(facts);
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}

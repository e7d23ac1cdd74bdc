import { isSid } from '@taskbay/protocol';
import { renderRefusal } from '../errors.ts';
import type { Answer } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';
import { type TextParts, textParts, textResponse } from '../text-response.ts';
import { CORS_HEADERS } from './cors.ts';
import { etagOf, listEtagOf } from './etag.ts';
import { jsonList } from './json-list.ts';
import { type Page, pageMeta } from './paging.ts';
import { itemSid, LIST_KEYS, renderRest } from './render.ts';
import { Rendered } from './rendered.ts';

/** What was asked for, as far as answers repeat it. */
export interface Asked {
  readonly url: URL;
  readonly page: Page;
  readonly filters: readonly string[];
}

type Given = Exclude<Answer, { readonly kind: 'refused' }>;
type Headers = TextParts['headers'];

const HEADERS: Headers = { ...CORS_HEADERS, 'content-type': 'application/json' };

/** Writes answers as the service's JSON. */
export class Answers {
  private readonly accountSid: string;
  private readonly rendered = new Rendered();

  constructor(accountSid: string) {
    this.accountSid = accountSid;
  }

  render(answer: Given, { url, page, filters }: Asked, told: Headers = {}): Response {
    if (answer.kind === 'deleted') return textResponse(204, { ...CORS_HEADERS, ...told }, null);
    const { origin } = url;
    if (answer.kind === 'resource') {
      const { created, resource, view, now } = answer;
      const etag = etagOf(answer);
      const headers = etag === undefined ? { ...HEADERS, ...told } : { ...HEADERS, ...told, etag };
      const facts = { origin, now };
      // What was just created changes again before anybody reads it: it is routed.
      const text = created
        ? JSON.stringify(renderRest(resource, view, facts))
        : this.rendered.text(resource, view, facts);
      return textResponse(created ? 201 : 200, headers, text);
    }
    const { resource, views, now, more } = answer;
    const facts = { origin, now };
    const items = views.map((view) => this.rendered.bytes(resource, view, facts));
    const key = LIST_KEYS[resource];
    const sidAt = (view: (typeof views)[number] | undefined): string | undefined =>
      view === undefined ? undefined : itemSid(renderRest(resource, view, facts));
    const meta = pageMeta({ key, url, page, filters, firstSid: sidAt(views[0]), lastSid: sidAt(views.at(-1)), more });
    const etag = listEtagOf(answer);
    const headers = etag === undefined ? { ...HEADERS, ...told } : { ...HEADERS, ...told, etag };
    return textResponse(200, headers, jsonList(`{"${key}":[`, items, `],"meta":${JSON.stringify(meta)}}`));
  }

  /** `path`: below `/v1`, as it was asked for. */
  refuse(path: string, refusal: Refusal, headers: Headers = {}): Response {
    const [, , second = ''] = path.split('/');
    const workspaceSid = isSid(second, 'WS') ? second : '';
    const body = renderRefusal(refusal, { accountSid: this.accountSid, workspaceSid, path });
    const challenge: Headers = body.status === 401 ? { 'www-authenticate': 'Basic realm="TaskRouter"' } : {};
    return textResponse(body.status, { ...HEADERS, ...challenge, ...headers }, JSON.stringify(body));
  }
}

/** As an answer to HEAD. */
export function withoutBody(response: Response): Response {
  const parts = textParts(response);
  return parts === undefined ? new Response(null, response) : textResponse(parts.status, parts.headers, null);
}

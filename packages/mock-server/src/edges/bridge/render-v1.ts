import type { Answer } from '../operations/operation.ts';
import { type Page, pageMeta } from '../rest/paging.ts';
import { itemSid, LIST_KEYS, renderRest } from '../rest/render.ts';

interface Asked {
  readonly url: URL;
  readonly page: Page;
  readonly filters: readonly string[];
}

/** The `payload` of a v1 reply: the REST representation, with an empty object for what was deleted. */
export function renderV1(answer: Exclude<Answer, { kind: 'refused' }>, { url, page, filters }: Asked): object {
  const { origin } = url;
  switch (answer.kind) {
    case 'deleted':
      return {};
    case 'resource':
      return renderRest(answer.resource, answer.view, { origin, now: answer.now });
    case 'list': {
      const { resource, views, now, more } = answer;
      const items = views.map((view) => renderRest(resource, view, { origin, now }));
      const key = LIST_KEYS[resource];
      const [firstSid, lastSid] = [itemSid(items[0]), itemSid(items.at(-1))];
      return { [key]: items, meta: pageMeta({ key, url, page, filters, firstSid, lastSid, more }) };
    }
  }
}

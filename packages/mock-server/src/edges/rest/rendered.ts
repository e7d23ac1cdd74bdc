import { BoundedMap } from '../bounded-map.ts';
import type { ResourceName, Views } from '../operations/views.ts';
import type { RenderFacts } from './render/address.ts';
import { renderRest } from './render.ts';

/** A representation as JSON text, and what it was made from. */
interface Kept {
  readonly origin: string;
  readonly view: object;
  /** Whole seconds, for resources that tell their age. */
  readonly age: number | undefined;
  readonly text: string;
  /** The text in UTF-8, once a list has asked for it. */
  bytes?: Uint8Array;
}

/** What is kept has a few KB at most: attributes and expressions are, configurations are not. */
const PRIMARY = {
  worker: ({ worker }) => worker,
  workerChannel: ({ workerChannel }) => workerChannel,
  task: ({ task }) => task,
  taskQueue: ({ queue }) => queue,
  activity: ({ activity }) => activity,
} satisfies { readonly [R in ResourceName]?: (view: Views[R]) => { readonly sid: string } };

const MAX_KEPT = 5_000;

const utf8 = new TextEncoder();

/**
 * JSON of representations, kept for the next reader. Records are immutable: the same ones, seen through the same origin
 * at the same age, make the same text.
 */
export class Rendered {
  private readonly kept = new BoundedMap<string, Kept>(MAX_KEPT);

  text<R extends ResourceName>(resource: R, view: Views[R], facts: RenderFacts): string {
    return this.of(resource, view, facts).text;
  }

  /** For lists: to copy a thousand pieces costs less than to make one text of them, and bytes of that. */
  bytes<R extends ResourceName>(resource: R, view: Views[R], facts: RenderFacts): Uint8Array {
    const kept = this.of(resource, view, facts);
    kept.bytes ??= utf8.encode(kept.text);
    return kept.bytes;
  }

  private of<R extends ResourceName>(resource: R, view: Views[R], facts: RenderFacts): Kept {
    const { origin, now } = facts;
    const primary = PRIMARY[resource as keyof typeof PRIMARY] as
      | ((of: Views[R]) => { readonly sid: string })
      | undefined;
    const sid = primary?.(view).sid;
    const age =
      resource === 'task' && 'task' in view && view.task !== undefined
        ? Math.floor((now - view.task.dateCreated) / 1000)
        : undefined;
    const before = sid === undefined ? undefined : this.kept.get(sid);
    if (before !== undefined && before.origin === origin && before.age === age && sameParts(before.view, view)) {
      return before;
    }
    const made: Kept = { origin, view, age, text: JSON.stringify(renderRest(resource, view, facts)) };
    if (sid !== undefined) this.kept.set(sid, made);
    return made;
  }
}

/** Views are made anew for every request, of records that are not. */
function sameParts(before: object, now: object): boolean {
  let count = 0;
  for (const name in now) {
    if (now[name as keyof object] !== before[name as keyof object]) return false;
    count += 1;
  }
  for (const _ in before) count -= 1;
  return count === 0;
}

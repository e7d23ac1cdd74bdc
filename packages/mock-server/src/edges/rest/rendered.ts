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

/**
 * JSON of representations, kept for the next reader. Records are immutable: the same ones, seen through the same origin
 * at the same age, make the same text.
 */
export class Rendered {
  private readonly kept = new BoundedMap<string, Kept>(MAX_KEPT);

  text<R extends ResourceName>(resource: R, view: Views[R], facts: RenderFacts): string {
    const primary = PRIMARY[resource as keyof typeof PRIMARY] as
      | ((of: Views[R]) => { readonly sid: string })
      | undefined;
    if (primary === undefined) return JSON.stringify(renderRest(resource, view, facts));
    const { sid } = primary(view);
    const age =
      resource === 'task' && 'task' in view && view.task !== undefined
        ? Math.floor((facts.now - view.task.dateCreated) / 1000)
        : undefined;
    const before = this.kept.get(sid);
    if (before !== undefined && before.origin === facts.origin && before.age === age && sameParts(before.view, view)) {
      return before.text;
    }
    const text = JSON.stringify(renderRest(resource, view, facts));
    this.kept.set(sid, { origin: facts.origin, view, age, text });
    return text;
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

import type { State } from '../../engine/state.ts';
import { type Answer, type Call, refused } from './operation.ts';
import type { ResourceName, Views } from './views.ts';

interface Sorted {
  readonly sid: string;
  readonly ordinal: number;
}

/**
 * One page of a list in the order of `before` (creation by default). The page token names the last item of the page
 * before; it may have been deleted since, so paging goes by `find`, which also knows removed places by their order.
 */
export async function list<R extends ResourceName, T extends Sorted>(
  call: Call,
  resource: R,
  select: (state: State, now: number) => readonly T[],
  view: (state: State, record: T) => Views[R],
  before: (a: T, b: T) => number = byCreation,
): Promise<Answer> {
  const workspaceSid = call.path.WorkspaceSid ?? '';
  const answer = await call.runtime.read(workspaceSid, (state, now): Answer => {
    const records = ordered(select(state, now), before);
    const start = startAfter(records, call.page.after);
    if (start === undefined) return refused({ code: 'bad_page_token', token: call.page.after ?? '' });
    const page = records.slice(start, start + call.page.size);
    const views = page.map((record) => view(state, record));
    return { kind: 'list', resource, views, more: start + page.length < records.length, now } as unknown as Answer;
  });
  return answer ?? refused({ code: 'not_found', prefix: 'WS', sid: workspaceSid });
}

/** Fetches one record's view; `undefined` from `select` is a 404 for `missing`. */
export async function fetch<R extends ResourceName>(
  call: Call,
  resource: R,
  select: (state: State, now: number) => Views[R] | Answer,
): Promise<Answer> {
  const workspaceSid = call.path.WorkspaceSid ?? '';
  const answer = await call.runtime.read(workspaceSid, (state, now): Answer => {
    const found = select(state, now);
    if ('kind' in found) return found;
    return { kind: 'resource', created: false, resource, view: found, now } as Answer;
  });
  return answer ?? refused({ code: 'not_found', prefix: 'WS', sid: workspaceSid });
}

function byCreation(a: Sorted, b: Sorted): number {
  return a.ordinal - b.ordinal;
}

/** Records come in order of creation already, save after an undone deletion. */
function ordered<T>(records: readonly T[], before: (a: T, b: T) => number): readonly T[] {
  for (let index = 1; index < records.length; index += 1) {
    const left = records[index - 1];
    const right = records[index];
    if (left !== undefined && right !== undefined && before(left, right) > 0) return [...records].sort(before);
  }
  return records;
}

function startAfter(records: readonly Sorted[], after: string | undefined): number | undefined {
  if (after === undefined) return 0;
  const index = records.findIndex((record) => record.sid === after);
  return index < 0 ? undefined : index + 1;
}

import { isSid } from '@taskbay/protocol';
import type { State } from '../../engine/state.ts';
import { workspaceOf } from '../../engine/state.ts';
import { MockServerError } from '../../errors.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** Who or what a token is for. */
export interface TokenSubject {
  readonly workspaceSid: string;
  /** SID of the worker, task queue or workspace. */
  readonly sid: string;
  readonly name: string;
}

type Find = (state: State) => { readonly sid: string; readonly friendlyName: string } | undefined;

/** Workspaces by SID or name; all of them when none is named. */
async function workspaces(runtime: Runtime, named: string | undefined): Promise<string[]> {
  const found: string[] = [];
  for (const sid of runtime.workspaces()) {
    const name = await runtime.read(sid, (state) => workspaceOf(state).friendlyName);
    if (named === undefined || named === sid || named === name) found.push(sid);
  }
  return found;
}

/** The one thing of that SID or name. Throws MockServerError `not_found` or `ambiguous`. */
export async function findSubject(
  runtime: Runtime,
  kind: 'worker' | 'taskQueue' | 'workspace',
  name: string,
  workspace?: string,
): Promise<TokenSubject> {
  const within = await workspaces(runtime, kind === 'workspace' ? name : workspace);
  const found: TokenSubject[] = [];
  for (const workspaceSid of within) {
    const record = await runtime.read(workspaceSid, FINDERS[kind](name));
    if (record !== undefined) found.push({ workspaceSid, sid: record.sid, name: record.friendlyName });
  }
  const [first, second] = found;
  const shown = JSON.stringify(name);
  if (first === undefined) throw new MockServerError('not_found', `There is no ${WORDS[kind]} ${shown}`);
  if (second === undefined) return first;
  const message = `Several workspaces have a ${WORDS[kind]} ${shown}; use the SID, or name the workspace too`;
  throw new MockServerError('ambiguous', message);
}

const WORDS = { worker: 'worker', taskQueue: 'task queue', workspace: 'workspace' } as const;

const FINDERS: { readonly [K in keyof typeof WORDS]: (name: string) => Find } = {
  worker: (name) => (state) => {
    const sid = isSid(name, 'WK') ? name : state.indexes.names.find('Worker', name);
    return sid === undefined ? undefined : state.tables.worker.get(sid);
  },
  taskQueue: (name) => (state) => {
    const sid = isSid(name, 'WQ') ? name : state.indexes.names.find('TaskQueue', name);
    return sid === undefined ? undefined : state.tables.queue.get(sid);
  },
  workspace: () => (state) => workspaceOf(state),
};

import type { SidPrefix } from '@taskbay/protocol';
import type { GenericSchema, InferOutput } from 'valibot';
import * as v from 'valibot';
import type { Actor, Command } from '../../engine/commands.ts';
import type { Subject } from '../../engine/events.ts';
import type { State } from '../../engine/state.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Refusal } from './refusal.ts';
import type { ResourceName, Views } from './views.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** Which part of a list to answer: up to `size` items after, or just before, the item with that SID. */
export interface PageRequest {
  readonly size: number;
  readonly after: string | undefined;
  readonly before?: string | undefined;
}

/** One request, authorised and routed, whichever wire it came by. Path and parameter names are the REST ones. */
export interface Call<P = unknown> {
  readonly runtime: Runtime;
  readonly accountSid: string;
  readonly actor: Actor;
  readonly path: Readonly<Record<string, string>>;
  readonly params: P;
  /** If-Match as a version; undefined = any. */
  readonly version: number | undefined;
  readonly page: PageRequest;
}

export type Answer =
  | {
      [R in ResourceName]:
        | {
            readonly kind: 'resource';
            readonly created: boolean;
            readonly resource: R;
            readonly view: Views[R];
            readonly now: number;
          }
        | {
            readonly kind: 'list';
            readonly resource: R;
            readonly views: readonly Views[R][];
            readonly more: boolean;
            readonly now: number;
            /** The workspace's journal sequence that the list was read at. */
            readonly sequence?: number;
          };
    }[ResourceName]
  | { readonly kind: 'deleted' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** A line of the route table: what exists under `/v1`, for REST and both bridges alike. */
export interface Operation {
  /** The vendor's operationId. */
  readonly id: string;
  readonly method: Method;
  /** `/Workspaces/{WorkspaceSid}/Tasks/{Sid}`; names in braces become `call.path`. */
  readonly path: string;
  /** REST parameter names the operation knows; others are ignored. */
  readonly parameters: readonly string[];
  /** Those of them that must be there. */
  readonly required: readonly string[];
  /** How parameters are sent; a form unless this says otherwise. */
  readonly body: 'form' | 'json';
  readonly run: (call: Call<Readonly<Record<string, unknown>>>) => Promise<Answer>;
}

interface Definition<S extends Entries> {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly params: S;
  readonly body?: 'json';
  readonly run: (call: Call<InferOutput<ReturnType<typeof v.object<S>>>>) => Promise<Answer>;
}

type Entries = Readonly<Record<string, GenericSchema>>;

/** Defines an operation: its parameters are validated once, here, before `run` sees them. */
export function operation<const S extends Entries>(definition: Definition<S>): Operation {
  const schema = v.object(definition.params);
  return {
    id: definition.id,
    method: definition.method,
    path: definition.path,
    parameters: Object.keys(definition.params),
    required: Object.keys(definition.params).filter((name) => definition.params[name]?.type !== 'exact_optional'),
    body: definition.body ?? 'form',
    run: async (call) => {
      const parsed = v.safeParse(schema, call.params, { abortEarly: true });
      if (parsed.success) return definition.run({ ...call, params: parsed.output });
      const [issue] = parsed.issues;
      const parameter = String(issue.path?.[0]?.key ?? 'parameters');
      const absent = issue.path !== undefined && !Object.hasOwn(call.params, parameter);
      return refused({ code: 'invalid', parameter, problem: absent ? 'is required' : issue.message });
    },
  };
}

type Camelized<P> = { [K in keyof P as K extends string ? Uncapitalize<K> : never]: P[K] };

/** REST parameters under the names that commands use: `TaskChannel` → `taskChannel`. */
export function camelized<P extends object>(params: P): Camelized<P> {
  const camel: Record<string, unknown> = {};
  for (const name of Object.keys(params)) camel[camelName(name)] = params[name as keyof P];
  return camel as Camelized<P>;
}

/** Only names that operations declare come here. */
const CAMEL_NAMES = new Map<string, string>();

function camelName(name: string): string {
  let camel = CAMEL_NAMES.get(name);
  if (camel === undefined) {
    camel = name.charAt(0).toLowerCase() + name.slice(1);
    CAMEL_NAMES.set(name, camel);
  }
  return camel;
}

export function refused(refusal: Refusal): Answer {
  return { kind: 'refused', refusal };
}

/** Sends a command to the workspace in the path and answers with a view of the records it is about. */
export async function command<R extends ResourceName>(
  call: Call,
  input: Command,
  resource: R,
  view: (subject: Subject) => Views[R] = (subject) => subject as Views[R],
): Promise<Answer> {
  const outcome = await call.runtime.dispatch(workspaceOf(call), input, call.actor);
  if (!outcome.ok) return refused(outcome.rejection);
  return answer(call, resource, view(outcome.subject), input.type.endsWith('.create'));
}

/** As `command`, for a view that names more records than the command is about. */
export async function commandAndRead<R extends ResourceName>(
  call: Call,
  input: Command,
  resource: R,
  view: (state: State, subject: Subject) => Views[R],
): Promise<Answer> {
  const outcome = await call.runtime.dispatch(workspaceOf(call), input, call.actor);
  if (!outcome.ok) return refused(outcome.rejection);
  const found = await call.runtime.read(workspaceOf(call), (state) => view(state, outcome.subject));
  if (found === undefined) return missing('WS', workspaceOf(call));
  return answer(call, resource, found, input.type.endsWith('.create'));
}

/** Sends a deleting command. */
export async function deletion(call: Call, input: Command): Promise<Answer> {
  const outcome = await call.runtime.dispatch(workspaceOf(call), input, call.actor);
  return outcome.ok ? { kind: 'deleted' } : refused(outcome.rejection);
}

export function answer<R extends ResourceName>(call: Call, resource: R, view: Views[R], created: boolean): Answer {
  return { kind: 'resource', created, resource, view, now: call.runtime.clock.now() } as Answer;
}

export function missing(prefix: SidPrefix, sid: string): Answer {
  return refused({ code: 'not_found', prefix, sid });
}

/** SID of the workspace in the path. */
export function workspaceOf(call: Call): string {
  return call.path.WorkspaceSid ?? '';
}

/** If-Match as a command takes it. */
export function guard(call: Call): { readonly version?: number } {
  return call.version === undefined ? {} : { version: call.version };
}

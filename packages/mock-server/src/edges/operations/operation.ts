import type { GenericSchema, InferOutput } from 'valibot';
import * as v from 'valibot';
import type { Actor, Command } from '../../engine/commands.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { Refusal } from './refusal.ts';
import type { ResourceName, Views } from './views.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

/** Which part of a list to answer: up to `size` items after the item with SID `after`. */
export interface PageRequest {
  readonly size: number;
  readonly after: string | undefined;
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
  readonly run: (call: Call<Readonly<Record<string, unknown>>>) => Promise<Answer>;
}

interface Definition<S extends Entries> {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly params: S;
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
  const entries = Object.entries(params).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]);
  return Object.fromEntries(entries) as Camelized<P>;
}

export function refused(refusal: Refusal): Answer {
  return { kind: 'refused', refusal };
}

/** Sends a command to the workspace in the path and answers with a view of the records it is about. */
export async function command<R extends ResourceName>(
  call: Call,
  input: Command,
  resource: R,
  view: (subject: Views[R]) => Views[R] = (subject) => subject,
): Promise<Answer> {
  const outcome = await call.runtime.dispatch(call.path.WorkspaceSid ?? '', input, call.actor);
  if (!outcome.ok) return refused(outcome.rejection);
  const created = input.type.endsWith('.create');
  const now = call.runtime.clock.now();
  return { kind: 'resource', created, resource, view: view(outcome.subject as Views[R]), now } as Answer;
}

/** Sends a deleting command. */
export async function deletion(call: Call, input: Command): Promise<Answer> {
  const outcome = await call.runtime.dispatch(call.path.WorkspaceSid ?? '', input, call.actor);
  return outcome.ok ? { kind: 'deleted' } : refused(outcome.rejection);
}

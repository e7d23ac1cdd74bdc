import { createRest } from '../../src/edges/rest/rest.ts';
import { ServerClock } from '../../src/runtime/clock.ts';
import { platformHost } from '../../src/runtime/host.ts';
import type { Journal } from '../../src/runtime/journal.ts';
import { MemoryJournal } from '../../src/runtime/memory-journal.ts';
import { Runtime } from '../../src/runtime/runtime.ts';
import { TimeControl } from '../../src/runtime/time-control.ts';
import { digest } from '../../test-support/digest.ts';

export const ACCOUNT = `AC${'a'.repeat(32)}`;
export const AUTH_TOKEN = 'b'.repeat(32);
export const API_KEY = `SK${'c'.repeat(32)}`;
export const API_SECRET = 'd'.repeat(32);
export const START = Date.parse('2026-01-05T09:00:00Z');
export const ORIGIN = 'http://127.0.0.1:8787';

export type Form = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface RestServer {
  readonly runtime: Runtime;
  readonly handle: (request: Request) => Promise<Response>;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<RestReply>;
  readonly post: (path: string, form?: Form, headers?: Readonly<Record<string, string>>) => Promise<RestReply>;
  readonly postJson: (path: string, body: unknown) => Promise<RestReply>;
  readonly remove: (path: string, headers?: Readonly<Record<string, string>>) => Promise<RestReply>;
  readonly advance: (seconds: number) => Promise<unknown>;
  /** Everything the engine knows of every workspace, as text. */
  readonly digest: () => Promise<string>;
}

export function basic(user: string, password: string): string {
  return `Basic ${btoa(`${user}:${password}`)}`;
}

/** The REST edge in process: no socket, a manual clock, an empty account. */
export function createRestServer(journal: Journal = new MemoryJournal()): RestServer {
  const clock = new ServerClock(platformHost, 'manual', START);
  const runtime = new Runtime({
    accountSid: ACCOUNT,
    seed: 1,
    journal,
    clock,
    host: platformHost,
    onError: (error) => {
      throw error;
    },
  });
  const time = new TimeControl(runtime);
  const quiet = () => undefined;
  const edge = createRest({
    runtime,
    credentials: {
      accountSid: ACCOUNT,
      authToken: AUTH_TOKEN,
      apiKeySid: API_KEY,
      apiKeySecret: API_SECRET,
      fromOutside: false,
    },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
  const handle = (request: Request) => edge(request, { onFinished: (run) => run(), pushDelayMs: 0 });
  const send = async (method: string, path: string, init: RequestInit = {}): Promise<RestReply> => {
    const headers = { authorization: basic(ACCOUNT, AUTH_TOKEN), ...(init.headers as Record<string, string>) };
    const address = path.startsWith('http') ? path : `${ORIGIN}/v1${path}`;
    const response = await handle(new Request(address, { ...init, method, headers }));
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
  };
  return {
    runtime,
    handle,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, form = {}, headers = {}) => send('POST', path, { headers, body: toForm(form) }),
    postJson: (path, body) =>
      send('POST', path, { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    remove: (path, headers = {}) => send('DELETE', path, { headers }),
    advance: (seconds) => time.advance({ kind: 'seconds', seconds }),
    digest: async () => {
      const states = await Promise.all(runtime.workspaces().map((sid) => runtime.read(sid, digest)));
      return states.join('\n');
    },
  };
}

/** SID of what a reply represents. */
export function sidOf(reply: RestReply): string {
  if (typeof reply.body.sid !== 'string') throw new Error(`no SID in ${reply.status} ${JSON.stringify(reply.body)}`);
  return reply.body.sid;
}

/** One member of every item of a list. */
export function column(reply: RestReply, key: string, member: string): unknown[] {
  const items = reply.body[key];
  if (!Array.isArray(items)) throw new Error(`no ${key} in ${reply.status} ${JSON.stringify(reply.body)}`);
  return items.map((item: Record<string, unknown>) => item[member]);
}

export interface Meta {
  readonly key: string;
  readonly page: number;
  readonly page_size: number;
  readonly first_page_url: string;
  readonly next_page_url: string | null;
  readonly previous_page_url: string | null;
  readonly url: string;
}

export function metaOf(reply: RestReply): Meta {
  return reply.body.meta as Meta;
}

function toForm(form: Form): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    if (Array.isArray(value)) for (const item of value) search.append(name, String(item));
    else search.append(name, String(value));
  }
  return search;
}

/** A workspace with a Spanish and a general queue, a workflow over both, and Ana, who speaks Spanish and is available. */
export async function plantWorkspace(server: RestServer) {
  const workspace = sidOf(await server.post('/Workspaces', { FriendlyName: 'support' }));
  const at = `/Workspaces/${workspace}`;
  const activities = await server.get(`${at}/Activities`);
  const listed = activities.body.activities as { sid: string; friendly_name: string }[];
  const activity = (name: string) => listed.find((found) => found.friendly_name === name)?.sid ?? '';
  const spanish = sidOf(await server.post(`${at}/TaskQueues`, { FriendlyName: 'Spanish', TargetWorkers: 'es == 1' }));
  const everyone = sidOf(await server.post(`${at}/TaskQueues`, { FriendlyName: 'Everyone' }));
  const configuration = {
    task_routing: {
      filters: [{ filter_friendly_name: 'es', expression: "lang == 'es'", targets: [{ queue: spanish }] }],
      default_filter: { queue: everyone },
    },
  };
  const workflow = sidOf(
    await server.post(`${at}/Workflows`, { FriendlyName: 'Main', Configuration: JSON.stringify(configuration) }),
  );
  const ana = sidOf(
    await server.post(`${at}/Workers`, {
      FriendlyName: 'Ana',
      ActivitySid: activity('Available'),
      Attributes: '{"es":1}',
    }),
  );
  return { workspace, at, activity, spanish, everyone, workflow, ana };
}

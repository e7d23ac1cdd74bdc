import { Agent, request } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OPERATIONS } from '../src/edges/operations/route.ts';
import type { MockServer } from '../src/handle.ts';
import { startMockServer } from '../src/server.ts';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly connections: number;
  /** Told after every round; a round begins with a reset. */
  readonly onRound?: (sent: number, heapMegabytes: number) => void;
}

export interface FuzzReport {
  /** How many answers of each status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** What was wrong, with the request; empty when all is well. */
  readonly problems: readonly string[];
  /** Used heap after each round, collected, in MiB. */
  readonly heap: readonly number[];
}

const ROUND = 2_500;
const HANG_MS = 10_000;
/** With the rest of the request below what the server reads of headers. */
const MAX_HEAD_QUERY = 20_000;

type Random = (below: number) => number;

/** Random requests to a real server: methods, paths, parameters, encodings, sizes, headers. Loopback only. */
export async function fuzzRest({ requests, seed, connections, onRound }: FuzzOptions): Promise<FuzzReport> {
  const problems: string[] = [];
  const note = (message: string, facts?: unknown): void => void problems.push(`${message} ${JSON.stringify(facts)}`);
  const quiet = () => undefined;
  const logger = { debug: quiet, info: quiet, warn: quiet, error: note };
  await using server = await startMockServer({ randomSeed: seed, now: '2026-01-05T09:00:00Z', logger });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const random = stream(seed);
  const statuses = new Map<number, number>();
  const heap: number[] = [];
  for (let sent = 0; sent < requests; ) {
    const target = Math.min(requests, sent + ROUND);
    const known = namesOf(server);
    const client = async (): Promise<void> => {
      while (sent < target) {
        sent += 1;
        const shot = generate(random, known, server.ready);
        const answer = await send(server.url, shot, agent).catch((error: Error) => error);
        if (answer instanceof Error) problems.push(`${shown(shot)}: ${answer.message}`);
        else {
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          const problem = problemOf(answer);
          if (problem !== undefined) problems.push(`${shown(shot)}: ${problem}`);
          learn(known, answer.text);
        }
      }
    };
    await Promise.all(Array.from({ length: connections }, client));
    await server.reset();
    heap.push(collectedHeap());
    onRound?.(sent, heap.at(-1) ?? 0);
  }
  agent.destroy();
  return { statuses, problems, heap };
}

interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

interface Reply {
  readonly method: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

function problemOf({ method, status, type, text }: Reply): string | undefined {
  if (status >= 500) return `answers ${status} ${text}`;
  if (method === 'HEAD' || status === 204) return text === '' ? undefined : `answers ${status} with a body`;
  if (!type.startsWith('application/json')) return `answers ${status} as ${type}`;
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (status < 400) return undefined;
  const isVendors =
    Number.isInteger(body.code) && typeof body.message === 'string' && body.status === status && 'more_info' in body;
  return isVendors ? undefined : `answers ${status} without the vendor's error body: ${text}`;
}

const METHODS = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE'];
const TEXTS = [
  '',
  '0',
  '-1',
  '50',
  '1e309',
  'true',
  'null',
  '{}',
  '[]',
  '{"a":1}',
  '{"a":',
  'ä€😀',
  '%',
  '\u0000',
  "'",
];
const EXPRESSIONS = ["skills HAS 'x'", '((((1==1))))', 'a IN [1,2]', '1==', "x CONTAINS 'y' AND", 'NOT '.repeat(500)];
const DATES = ['2026-01-05T09:00:00Z', '1899-01-01', '9999-12-31T23:59:59Z', 'yesterday'];
const PAGES = ['PageSize=3', 'PageSize=0', 'PageSize=99999', 'Page=2', 'PageToken=PAx', 'PageToken=', 'Page=-1'];

/** SIDs that make sense in a path. */
const PREFIXES: Readonly<Record<string, string>> = {
  Workspaces: 'WS',
  Activities: 'WA',
  TaskChannels: 'TC',
  TaskQueues: 'WQ',
  Workflows: 'WW',
  Workers: 'WK',
  Tasks: 'WT',
  Reservations: 'WR',
  Channels: 'TC',
  Events: 'EV',
};

function generate(random: Random, known: readonly string[], ready: MockServer['ready']): Shot {
  const operation = pick(random, OPERATIONS);
  const drawn = random(4) > 0 ? operation.method : pick(random, METHODS);
  // Seldom, since nothing is left to reach after a workspace is deleted.
  const isWorkspace = operation.path === '/Workspaces/{WorkspaceSid}';
  const method = drawn === 'DELETE' && isWorkspace && random(60) > 0 ? 'GET' : drawn;
  const filled = operation.path.replaceAll(/(\w+)\/\{\w+\}/g, (_, collection: string) => {
    const fitting = known.filter((name) => name.startsWith(PREFIXES[collection] ?? '-'));
    return `${collection}/${fitting.length > 0 && random(8) > 0 ? pick(random, fitting) : segment(random, known)}`;
  });
  const wild = random(12) === 0 ? `/${Array.from({ length: random(6) }, () => segment(random, known)).join('/')}` : '';
  const params = Array.from({ length: random(5) }, () => {
    const name = random(8) === 0 || operation.parameters.length === 0 ? 'Other' : pick(random, operation.parameters);
    return [name, value(random, known)] as const;
  });
  const form = new URLSearchParams(params.map(([name, text]) => [name, text])).toString();
  const paging = random(3) === 0 ? `&${pick(random, PAGES)}` : '';
  const query = method === 'GET' || random(10) === 0 ? `?${form}${paging}` : '';
  // A parser that gives up does not say which method it was, so that its answer to HEAD has a body.
  const bearable = method === 'HEAD' ? query.slice(0, MAX_HEAD_QUERY) : query;
  const hasBody = method === 'POST' || random(10) === 0;
  return {
    method,
    path: `/v1${filled}${wild}${bearable}`,
    headers: headers(random, method, ready),
    body: hasBody ? body(random, form, params) : undefined,
  };
}

function segment(random: Random, known: readonly string[]): string {
  if (random(6) > 0) return pick(random, known);
  return pick(random, ['%', '%ff', '%2e%2e', '..', 'default', '%00', 'a'.repeat(random(3_000)), '%C3%A4', ';x', "'"]);
}

function value(random: Random, known: readonly string[]): string {
  const kind = random(7);
  if (kind < 2) return pick(random, known);
  if (kind === 2) return pick(random, EXPRESSIONS);
  if (kind === 3) return pick(random, DATES);
  if (kind === 4) return String.fromCodePoint(...Array.from({ length: random(40) }, () => random(0xd7ff)));
  if (kind === 5 && random(20) === 0) return 'x'.repeat(random(2_000_000));
  return pick(random, TEXTS);
}

function headers(
  random: Random,
  method: string,
  { accountSid, authToken }: MockServer['ready'],
): Record<string, string> {
  const good = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const authorization =
    random(20) > 0 ? good : pick(random, ['Basic', 'Basic !!', 'Bearer x', `${good}x`, 'Basic Og==']);
  const type = pick(random, [
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
    'text/plain',
    '',
  ]);
  return {
    authorization,
    ...(random(3) > 0 ? { 'content-type': 'application/x-www-form-urlencoded' } : { 'content-type': type }),
    ...(random(10) === 0 ? { 'if-match': pick(random, ['"0"', '0', 'W/"1"', '*', 'x', '"', '9'.repeat(30)]) } : {}),
    ...(random(30) === 0 && method !== 'HEAD' ? { 'x-large': 'h'.repeat(random(70_000)) } : {}),
    ...(random(10) === 0 ? { 'transfer-encoding': 'chunked' } : {}),
    ...(random(30) === 0 ? { origin: pick(random, ['null', 'http://evil.test', 'x']) } : {}),
  };
}

function body(random: Random, form: string, params: readonly (readonly [string, string])[]): Buffer {
  const kind = random(12);
  if (kind === 0) return Buffer.from(JSON.stringify(Object.fromEntries(params)));
  if (kind === 1) return Buffer.from(Array.from({ length: random(200) }, () => random(256)));
  if (kind === 2) return Buffer.from(`${form}&%zz=%`);
  if (kind === 3 && random(40) === 0) return Buffer.alloc(random(5_000_000), 'a');
  return Buffer.from(form);
}

function send(url: string, { method, path, headers: fields, body: content }: Shot, agent: Agent): Promise<Reply> {
  // Methods that usually have no body would send it without saying how long it is.
  const length =
    content === undefined || 'transfer-encoding' in fields ? {} : { 'content-length': String(content.length) };
  const all = { ...fields, ...length };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/`, { method, path, headers: all, agent, timeout: HANG_MS }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () => {
        const type = String(answer.headers['content-type'] ?? '');
        resolve({ method, status: answer.statusCode ?? 0, type, text: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${HANG_MS} ms`)));
    outgoing.on('error', reject);
    outgoing.end(content);
  });
}

function namesOf({ ready }: MockServer): string[] {
  return ready.workspaces.flatMap(({ sid, activities, taskQueues, workflows, workers, taskChannels }) => [
    // Named often, so that most requests reach something.
    ...Array.from({ length: 20 }, () => sid),
    ...[activities, taskQueues, workflows, workers, taskChannels].flatMap((group) => Object.values(group)),
  ]);
}

/** Keeps what was created for later requests. */
function learn(known: string[], text: string): void {
  const sid = /"sid":"(\w{34})"/.exec(text)?.[1];
  if (sid !== undefined && known.length < 2_000) known.push(sid);
}

function shown({ method, path, headers: fields, body: content }: Shot): string {
  return `${method} ${path.slice(0, 200)} ${JSON.stringify(fields).slice(0, 200)} ${content?.toString('utf8', 0, 300) ?? ''}`;
}

function collectedHeap(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from');
  return value;
}

/** A small generator of its own (mulberry32): the same seed, the same requests. */
function stream(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

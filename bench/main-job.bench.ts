import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WebSocket } from 'ws';
import { median, percentile, rounded, table } from './support/figures.ts';
import { load, type Post, send } from './support/http-load.ts';
import { type Started, startNode } from './support/processes.ts';
import { voiceSeed } from './support/voice-seed.ts';

const RUNS = 5;
const POSTS = 3_000;
const CONNECTIONS = 16;
const CLI = 'packages/mock-server/dist/cli.js';
const SCRIPT_TAG = 'packages/sdk/dist/taskbay.min.js';

interface Ready {
  readonly url: string;
  readonly wsUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly workspaces: readonly { readonly sid: string }[];
}

async function startTaskbay(): Promise<{ readonly started: Started; readonly ready: Ready }> {
  const seed = join(tmpdir(), `taskbay-bench-${process.pid}.json`);
  writeFileSync(seed, JSON.stringify(voiceSeed(1)));
  const started = await startNode([CLI, 'start', '--port', '0', '--json', '--clock', 'manual', '--seed', seed]);
  return { started, ready: JSON.parse(started.line) as Ready };
}

/** A server of bare node:http: reads the body, answers with the bytes given. */
function startBare(answer: string): Promise<Started> {
  const code = `
    const body = Buffer.from(${JSON.stringify(answer)});
    const server = require('node:http').createServer((request, response) => {
      request.on('data', () => {});
      request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end(body));
    });
    server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
    process.on('SIGTERM', () => process.exit(0));`;
  return startNode(['-e', code]);
}

async function startTimes(): Promise<{ readonly taskbay: number[]; readonly bare: number[] }> {
  const taskbay: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    let begun = performance.now();
    const { started, ready } = await startTaskbay();
    await (await fetch(`${ready.url}/health`)).text();
    taskbay.push(performance.now() - begun);
    await started.stop();
    begun = performance.now();
    const other = await startBare('{}');
    await (await fetch(other.line)).text();
    bare.push(performance.now() - begun);
    await other.stop();
  }
  return { taskbay, bare };
}

function taskPost(ready: Ready): Post {
  const credentials = Buffer.from(`${ready.accountSid}:${ready.authToken}`).toString('base64');
  return {
    url: `${ready.url}/v1/Workspaces/${ready.workspaces[0]?.sid}/Tasks`,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Attributes: '{"type":"call","from":"+15550100"}' }).toString(),
  };
}

/** A worker's socket that counts the offers pushed to it. */
async function connectWorker(ready: Ready) {
  const answer = await fetch(`${ready.url}/control/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ worker: 'ada' }),
  });
  const { token } = (await answer.json()) as { token: string };
  const socket = new WebSocket(`${ready.wsUrl}/v1/wschannels?token=${token}&closeExistingSessions=false`);
  let offers = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let reached = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    if (!data.toString('utf8', 0, 40).includes('reservation.created')) return;
    offers += 1;
    if (offers >= wanted) reached();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('message', () => resolve());
    socket.once('error', reject);
  });
  const until = (count: number): Promise<void> =>
    new Promise((resolve) => {
      wanted = count;
      reached = resolve;
      if (offers >= wanted) resolve();
    });
  return { until, close: () => socket.close() };
}

async function postTasks() {
  const { started, ready } = await startTaskbay();
  const worker = await connectWorker(ready);
  const post = taskPost(ready);
  const answer = await send(post, undefined, 201);
  const bare = await startBare(answer);
  const barePost = { ...post, url: bare.line };
  let sent = 1;
  const taskbay: { perSecond: number; p99: number }[] = [];
  const baseline: { perSecond: number; p99: number }[] = [];
  for (let run = -1; run < RUNS; run += 1) {
    const one = await load(post, POSTS, CONNECTIONS, 201);
    sent += POSTS;
    await worker.until(sent);
    const other = await load(barePost, POSTS, CONNECTIONS, 201);
    if (run < 0) continue;
    taskbay.push({ perSecond: one.perSecond, p99: percentile(one.latencies, 0.99) });
    baseline.push({ perSecond: other.perSecond, p99: percentile(other.latencies, 0.99) });
  }
  worker.close();
  await started.stop();
  await bare.stop();
  return { taskbay, baseline };
}

const starts = await startTimes();
const posts = await postTasks();
const perSecond = median(posts.taskbay.map((run) => run.perSecond));
const barePerSecond = median(posts.baseline.map((run) => run.perSecond));
const size = gzipSync(readFileSync(SCRIPT_TAG), { level: 9 }).length / 1024;

process.stdout.write(
  `${table([
    ['measure', 'taskbay', 'bare node:http', 'ratio'],
    [
      'server start to first answer, ms',
      rounded(median(starts.taskbay), 0),
      rounded(median(starts.bare), 0),
      rounded(median(starts.taskbay) / median(starts.bare), 2),
    ],
    [
      `POST Tasks with routing and push, requests/s (${CONNECTIONS} connections)`,
      rounded(perSecond, 0),
      rounded(barePerSecond, 0),
      rounded(perSecond / barePerSecond, 2),
    ],
    [
      'the same, p99, ms',
      rounded(median(posts.taskbay.map((run) => run.p99))),
      rounded(median(posts.baseline.map((run) => run.p99))),
      '',
    ],
    ['script-tag SDK, KiB gzip', rounded(size, 2), '', ''],
  ])}\nmedians of ${RUNS} runs; every POST reserved the task and was pushed to a connected worker\n`,
);

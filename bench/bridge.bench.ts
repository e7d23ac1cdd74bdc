import { Agent } from 'node:http';
import type { WebSocket } from 'ws';
import { type BridgeServer, connectAll, startBare, startTaskbay, type Taskbay } from './support/bridge-servers.ts';
import { median, percentile, rounded, table } from './support/figures.ts';
import { send } from './support/http-load.ts';

const WORKERS = Number(process.argv[2] ?? 10_000);
const PER_SECOND = 1_000;
/** Nobody takes two: all of these together are fewer than the workers. After a few hundred the compiler is still at work. */
const WARM_UP = { perSecond: PER_SECOND, tasks: Math.min(4_000, Math.floor(WORKERS * 0.4)) };
/** Well below what one process can take, so that no task waits for those before it. */
const STEADY = { perSecond: 100, tasks: Math.min(500, Math.floor(WORKERS / 10)) };
const FULL = { perSecond: PER_SECOND, tasks: Math.min(800, Math.floor(WORKERS * 0.08)) };
/** The full load comes in runs, so that what else the machine does at one moment decides nothing. */
const FULL_RUNS = 5;
const GROUP = 1_000;
const ROUNDS = 20;
const ACCEPTS = Math.min(1_000, FULL.tasks * FULL_RUNS);

type Load = typeof FULL;

interface Offered {
  readonly worker: number;
  readonly sid: string;
}

interface Latency {
  readonly times: readonly number[];
  readonly offers: readonly Offered[];
  /** Microseconds of the server's processor time for a POST with its frame. */
  readonly cpu: number;
}

interface FanOut {
  /** Milliseconds from the POST until the last socket has the frame. */
  readonly milliseconds: number;
  /** Microseconds of the server's processor time for each frame, its share of the POST included. */
  readonly cpu: number;
}

/** Who hears the frames of a run; sockets stay, runs come and go. */
class Ears {
  heard: (socket: number, text: string) => void = () => undefined;
}

async function connected(server: BridgeServer, ears: Ears) {
  const before = await server.measured.memory();
  const sockets = await connectAll(server.socketUrl, WORKERS, (socket, text) => ears.heard(socket, text));
  const after = await server.measured.memory();
  const each = (kind: 'heap' | 'process'): number => (after[kind] - before[kind]) / WORKERS;
  return { sockets, heap: each('heap'), process: each('process') };
}

/** POSTs at a steady rate, each on time whether or not the ones before are answered; milliseconds until its frame. */
async function latency(server: BridgeServer, ears: Ears, { perSecond, tasks }: Load): Promise<Latency> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const sent: number[] = [];
  const times: number[] = [];
  const offers: Offered[] = [];
  let posted = 0;
  const all = new Promise<void>((resolve) => {
    ears.heard = (worker, text) => {
      const [, number] = /\\"number\\":(\d+)/.exec(text) ?? [];
      if (number === undefined || !text.includes('reservation.created')) return;
      times.push(performance.now() - (sent[Number(number)] ?? Number.NaN));
      const [, sid] = /"sid":"(WR[0-9a-f]{32})"/.exec(text) ?? [];
      if (sid !== undefined) offers.push({ worker, sid });
      if (times.length === tasks) resolve();
    };
  });
  const answers: Promise<string>[] = [];
  const spent = await server.measured.cpu();
  const begun = performance.now();
  while (posted < tasks) {
    const due = Math.min(tasks, Math.floor(((performance.now() - begun) * perSecond) / 1000));
    for (; posted < due; posted += 1) {
      sent[posted] = performance.now();
      const body = server.taskBody(posted);
      answers.push(send({ url: server.taskUrl, headers: server.headers, body }, agent, 201));
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all([...answers, all]);
  agent.destroy();
  return { times, offers, cpu: ((await server.measured.cpu()) - spent) / tasks };
}

async function fullLoad(server: BridgeServer, ears: Ears): Promise<readonly Latency[]> {
  const runs: Latency[] = [];
  for (let run = 0; run < FULL_RUNS; run += 1) runs.push(await latency(server, ears, FULL));
  return runs;
}

/** Changes told to a group of sockets, one after the other; the first few do not count. */
async function fanOut(server: BridgeServer, ears: Ears, post: (round: number) => Promise<unknown>): Promise<FanOut> {
  const times: number[] = [];
  let spent = 0;
  for (let round = -ROUNDS / 2; round < ROUNDS; round += 1) {
    if (round === 0) spent = await server.measured.cpu();
    let heard = 0;
    const all = new Promise<void>((resolve) => {
      ears.heard = () => {
        heard += 1;
        if (heard === GROUP) resolve();
      };
    });
    const begun = performance.now();
    await Promise.all([post(round), all]);
    if (round >= 0) times.push(performance.now() - begun);
  }
  const cpu = ((await server.measured.cpu()) - spent) / (ROUNDS * GROUP);
  return { milliseconds: median(times), cpu };
}

/** Accepts offers one after the other over loopback and counts the frames that came before their answers. */
async function overtakes(server: Taskbay, ears: Ears, offers: readonly Offered[]): Promise<number> {
  const told = new Set<string>();
  ears.heard = (_, text) => {
    const [, sid] = /"reservation\.accepted".*?"sid":"(WR[0-9a-f]{32})"/.exec(text) ?? [];
    if (sid !== undefined) told.add(sid);
  };
  const agent = new Agent({ keepAlive: true });
  let overtaken = 0;
  for (const { worker, sid } of offers) {
    const url = `Workspaces/${server.workspaceSid}/Workers/${server.workerSid(worker)}/Reservations/${sid}`;
    const params = { ReservationStatus: 'accepted' };
    const body = JSON.stringify({ url, method: 'POST', params, token: await server.token(worker) });
    await send(
      { url: `${server.ready.url}/v1/wschannels`, headers: { 'content-type': 'text/plain' }, body },
      agent,
      200,
    );
    if (told.has(sid)) overtaken += 1;
  }
  agent.destroy();
  return overtaken;
}

function drop(sockets: readonly WebSocket[]): void {
  for (const socket of sockets) socket.terminate();
}

async function measureBare() {
  const server = await startBare();
  const ears = new Ears();
  const { sockets, ...memory } = await connected(server, ears);
  await latency(server, ears, WARM_UP);
  const steady = await latency(server, ears, STEADY);
  const full = await fullLoad(server, ears);
  drop(sockets);
  const group = new Ears();
  const members = await connectAll(server.socketUrl, GROUP, (socket, text) => group.heard(socket, text));
  const post = () => send({ url: `${server.taskUrl}all`, headers: server.headers, body: '{}' }, undefined, 201);
  const fan = await fanOut(server, group, post);
  drop(members);
  await server.measured.stop();
  return { memory, steady, full, fan };
}

async function measureTaskbay() {
  const server = await startTaskbay(WORKERS);
  const ears = new Ears();
  const { sockets, ...memory } = await connected(server, ears);
  await latency(server, ears, WARM_UP);
  const steady = await latency(server, ears, STEADY);
  const full = await fullLoad(server, ears);
  const overtaken = await overtakes(server, ears, full.flatMap(({ offers }) => offers).slice(0, ACCEPTS));
  drop(sockets);
  const group = new Ears();
  const members = await connectAll(
    () => server.socketUrl(0),
    GROUP,
    (socket, text) => group.heard(socket, text),
  );
  const change = (round: number) => {
    const activity = server.ready.workspaces[0]?.activities[round % 2 === 0 ? 'Offline' : 'Available'] ?? '';
    const body = new URLSearchParams({ ActivitySid: activity }).toString();
    const url = `${server.ready.url}/v1/Workspaces/${server.workspaceSid}/Workers/${server.workerSid(0)}`;
    return send({ url, headers: server.headers, body }, undefined, 200);
  };
  const fan = await fanOut(server, group, change);
  drop(members);
  await server.measured.stop();
  return { memory, steady, full, fan, overtaken };
}

const bare = await measureBare();
const taskbay = await measureTaskbay();
const row = (name: string, ours: number, theirs: number, digits = 1): string[] => [
  name,
  rounded(ours, digits),
  rounded(theirs, digits),
  rounded(ours - theirs, digits),
  rounded(ours / theirs, 2),
];
const steadyAt = (share: number): [number, number] => [
  percentile(taskbay.steady.times, share),
  percentile(bare.steady.times, share),
];
const inFull = (of: (run: Latency) => number): [number, number] => [
  median(taskbay.full.map(of)),
  median(bare.full.map(of)),
];
const fullAt = (share: number): [number, number] => inFull(({ times }) => percentile(times, share));

process.stdout.write(
  `${table([
    [`${rounded(WORKERS, 0)} sockets`, 'taskbay', 'bare ws', 'above', 'ratio'],
    row('KiB of heap per idle socket', taskbay.memory.heap / 1024, bare.memory.heap / 1024),
    row('KiB of process per idle socket', taskbay.memory.process / 1024, bare.memory.process / 1024),
    row(`ms from POST to frame at ${STEADY.perSecond}/s, p50`, ...steadyAt(0.5), 2),
    row(`ms from POST to frame at ${STEADY.perSecond}/s, p99`, ...steadyAt(0.99), 2),
    row(`ms from POST to frame at ${FULL.perSecond}/s, p50`, ...fullAt(0.5), 2),
    row(`ms from POST to frame at ${FULL.perSecond}/s, p99`, ...fullAt(0.99), 2),
    row('µs of server time for a POST and its frame', ...inFull(({ cpu }) => cpu)),
    row(`ms from POST to the last of ${GROUP} sockets`, taskbay.fan.milliseconds, bare.fan.milliseconds),
    row('µs of server time for each of those frames', taskbay.fan.cpu, bare.fan.cpu, 2),
  ])}\n${taskbay.overtaken} frames overtook their reply in ${rounded(ACCEPTS, 0)} accepts over loopback\n` +
    `figures at ${FULL.perSecond}/s are medians of ${FULL_RUNS} runs with ${FULL.tasks} tasks\n` +
    'targets: 8 KiB per worker and p99 5 ms above bare ws\n',
);

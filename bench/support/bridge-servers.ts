import { mintAccessToken } from '@taskbay/token';
import { WebSocket } from 'ws';
import type { Post } from './http-load.ts';
import { type Measured, startMeasured, startServer } from './measured.ts';

/** What both servers can do: take a POST that pushes one frame, and one that pushes a frame to a whole group. */
export interface BridgeServer {
  readonly measured: Measured<unknown>;
  /** Socket URL of the worker with that number. */
  readonly socketUrl: (worker: number) => Promise<string>;
  readonly taskUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly taskBody: (number: number) => string;
  /** What tells all sockets of worker 0 of a change, another in each round, and how it is answered. */
  readonly groupPost: (round: number) => { readonly post: Post; readonly status: number };
  /** How a worker accepts an offer. */
  readonly accept: (worker: number, reservationSid: string) => Promise<Post>;
}

interface Ready {
  readonly url: string;
  readonly wsUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiKeySid: string;
  readonly apiKeySecret: string;
  readonly workspaces: readonly {
    readonly sid: string;
    readonly workers: Readonly<Record<string, string>>;
    readonly activities: Readonly<Record<string, string>>;
  }[];
}

/** The mock server as built, with that many available workers in one queue, who can hold `room` tasks each. */
export async function startTaskbay(workers: number, room: number): Promise<BridgeServer> {
  const measured = await startServer<Ready>({
    version: 1,
    workspaces: [
      {
        name: 'Bench',
        activities: [
          { name: 'Offline', available: false },
          { name: 'Available', available: true },
        ],
        taskQueues: [{ name: 'All', targetWorkers: '1==1' }],
        workflows: [{ name: 'Default', configuration: { task_routing: { default_filter: { queue: 'All' } } } }],
        workers: Array.from({ length: workers }, (_, number) => {
          const channels = { default: { capacity: room } };
          return { name: `worker ${number}`, activity: 'Available', attributes: {}, channels };
        }),
      },
    ],
  });
  const { ready } = measured;
  const [workspace] = ready.workspaces;
  if (workspace === undefined) throw new Error('The seed has no workspace');
  const workerSid = (worker: number): string => workspace.workers[`worker ${worker}`] ?? '';
  const token = (worker: number): Promise<string> =>
    mintAccessToken({
      accountSid: ready.accountSid,
      apiKeySid: ready.apiKeySid,
      apiKeySecret: ready.apiKeySecret,
      identity: `worker ${worker}`,
      workspaceSid: workspace.sid,
      workerSid: workerSid(worker),
    });
  const base = `${ready.url}/v1/Workspaces/${workspace.sid}`;
  const credentials = Buffer.from(`${ready.accountSid}:${ready.authToken}`).toString('base64');
  const headers = {
    authorization: `Basic ${credentials}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return {
    measured,
    socketUrl: async (worker) =>
      `${ready.wsUrl}/v1/wschannels?token=${await token(worker)}&closeExistingSessions=false&clientVersion=2.1.1`,
    taskUrl: `${base}/Tasks`,
    headers,
    taskBody: (number) => new URLSearchParams({ Attributes: JSON.stringify({ number }) }).toString(),
    groupPost: (round) => {
      const activity = workspace.activities[round % 2 === 0 ? 'Offline' : 'Available'] ?? '';
      const body = new URLSearchParams({ ActivitySid: activity }).toString();
      return { post: { url: `${base}/Workers/${workerSid(0)}`, headers, body }, status: 200 };
    },
    accept: async (worker, reservationSid) => {
      const url = `Workspaces/${workspace.sid}/Workers/${workerSid(worker)}/Reservations/${reservationSid}`;
      const params = { ReservationStatus: 'accepted' };
      const body = JSON.stringify({ url, method: 'POST', params, token: await token(worker) });
      return { url: `${ready.url}/v1/wschannels`, headers: { 'content-type': 'text/plain' }, body };
    },
  };
}

/** Bare `node:http` and `ws`: a POST is answered, then its body goes to one socket after the other. */
export async function startBare(): Promise<BridgeServer> {
  const source = `
    import { createServer } from 'node:http';
    import { WebSocketServer } from 'ws';
    let turn = 0;
    const sockets = [];
    const server = createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        response.writeHead(201, { 'content-type': 'application/json' }).end('{}');
        if (request.url === '/all') for (const socket of sockets) socket.send(text);
        else sockets[turn++ % sockets.length].send(text);
      });
    });
    const upgrades = new WebSocketServer({ server, perMessageDeflate: false });
    upgrades.on('connection', (socket) => {
      sockets.push(socket);
      socket.on('close', () => sockets.splice(sockets.indexOf(socket), 1));
      socket.send('{"event_type":"init","payload":{}}');
    });
    server.listen(0, '127.0.0.1', () => process.send(server.address().port));`;
  const measured = await startMeasured<number>(source);
  const taskUrl = `http://127.0.0.1:${measured.ready}/`;
  const headers = { 'content-type': 'application/json' };
  return {
    measured,
    socketUrl: () => Promise.resolve(`ws://127.0.0.1:${measured.ready}/`),
    taskUrl,
    headers,
    taskBody: (number) => `{"event_type":"reservation.created","payload":{"attributes":"{\\"number\\":${number}}"}}`,
    groupPost: () => ({ post: { url: `${taskUrl}all`, headers, body: '{}' }, status: 201 }),
    accept: () => Promise.reject(new Error('Nothing is offered by the bare server')),
  };
}

/** Opens sockets, a few at a time, each once its first frame is there; `heard` gets every later frame. */
export async function connectAll(
  urlOf: (index: number) => Promise<string>,
  count: number,
  heard: (index: number, text: string) => void,
): Promise<readonly WebSocket[]> {
  const sockets: WebSocket[] = [];
  let index = 0;
  const open = async (): Promise<void> => {
    while (index < count) {
      const own = index;
      index += 1;
      const socket = new WebSocket(await urlOf(own), { perMessageDeflate: false });
      sockets[own] = socket;
      await new Promise<void>((resolve, reject) => {
        socket.once('message', () => resolve());
        socket.once('error', reject);
      });
      socket.on('message', (data: Buffer) => heard(own, data.toString('utf8')));
    }
  };
  await Promise.all(Array.from({ length: 32 }, open));
  return sockets;
}

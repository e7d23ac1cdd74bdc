import { Agent } from 'node:http';
import type { WebSocket } from 'ws';
import { type BridgeServer, connectAll } from './bridge-servers.ts';
import { median } from './figures.ts';
import { send } from './http-load.ts';

/** POSTs at a steady rate. The first `lead` of them wake everything up and are not counted. */
export interface Load {
  readonly perSecond: number;
  readonly lead: number;
  readonly tasks: number;
}

export interface Latency {
  /** Milliseconds from the POST to its frame. */
  readonly times: readonly number[];
  /** Microseconds of the server's processor time for a POST with its frame. */
  readonly cpu: number;
}

export interface FanOut {
  /** Milliseconds from the POST until the last socket has the frame. */
  readonly milliseconds: number;
  /** Microseconds of the server's processor time for each frame, its share of the POST included. */
  readonly cpu: number;
}

/** Bytes of one idle socket in the server. */
export interface SocketMemory {
  readonly heap: number;
  readonly process: number;
}

export interface Overtakes {
  readonly accepts: number;
  /** Frames that came before the answer to the accept that caused them. */
  readonly overtaken: number;
}

interface Offered {
  readonly worker: number;
  readonly sid: string;
}

const ROUNDS = 20;

/** All that is done to one of the servers, with its sockets. */
export class BridgeLoad {
  private readonly server: BridgeServer;
  private readonly offers: Offered[] = [];
  private sockets: readonly WebSocket[] = [];
  private heard: (socket: number, text: string) => void = () => undefined;

  constructor(server: BridgeServer) {
    this.server = server;
  }

  async open(count: number): Promise<SocketMemory> {
    const { measured, socketUrl } = this.server;
    const before = await measured.memory();
    await this.connect(socketUrl, count);
    const after = await measured.memory();
    return { heap: (after.heap - before.heap) / count, process: (after.process - before.process) / count };
  }

  /** Each POST on its due time, whether or not the ones before are answered. */
  async latency({ perSecond, lead, tasks }: Load): Promise<Latency> {
    const { server } = this;
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const sent: number[] = [];
    const times: number[] = [];
    const all = lead + tasks;
    const told = new Promise<void>((resolve) => {
      let heard = 0;
      this.heard = (worker, text) => {
        const [, number] = /\\"number\\":(\d+)/.exec(text) ?? [];
        if (number === undefined || !text.includes('reservation.created')) return;
        const time = performance.now() - (sent[Number(number)] ?? Number.NaN);
        if (Number(number) >= lead) times.push(time);
        const [, sid] = /"sid":"(WR[0-9a-f]{32})"/.exec(text) ?? [];
        if (sid !== undefined) this.offers.push({ worker, sid });
        heard += 1;
        if (heard === all) resolve();
      };
    });
    // What the load generator collects would be counted as the server's.
    globalThis.gc?.();
    const answers: Promise<string>[] = [];
    const spent = await server.measured.cpu();
    const begun = performance.now();
    for (let posted = 0; posted < all; ) {
      const due = Math.min(all, Math.floor(((performance.now() - begun) * perSecond) / 1000));
      for (; posted < due; posted += 1) {
        sent[posted] = performance.now();
        const body = server.taskBody(posted);
        answers.push(send({ url: server.taskUrl, headers: server.headers, body }, agent, 201));
      }
      // Asleep until the next is due: one that turns round and round takes a processor from the server.
      await new Promise((resolve) => setTimeout(resolve, 1000 / perSecond));
    }
    await Promise.all([...answers, told]);
    agent.destroy();
    return { times, cpu: ((await server.measured.cpu()) - spent) / all };
  }

  /** Accepts offers one after the other over loopback. */
  async overtakes(atMost: number): Promise<Overtakes> {
    const told = new Set<string>();
    this.heard = (_, text) => {
      const [, sid] = /"reservation\.accepted".*?"sid":"(WR[0-9a-f]{32})"/.exec(text) ?? [];
      if (sid !== undefined) told.add(sid);
    };
    const agent = new Agent({ keepAlive: true });
    const offers = this.offers.slice(-atMost);
    let overtaken = 0;
    for (const { worker, sid } of offers) {
      await send(await this.server.accept(worker, sid), agent, 200);
      if (told.has(sid)) overtaken += 1;
    }
    agent.destroy();
    return { accepts: offers.length, overtaken };
  }

  /** One change after the other that is told to a group of sockets, in place of those there were; the first few do not count. */
  async fanOut(group: number): Promise<FanOut> {
    const { measured, socketUrl, groupPost } = this.server;
    for (const socket of this.sockets) socket.terminate();
    await this.connect(() => socketUrl(0), group);
    const times: number[] = [];
    let spent = 0;
    for (let round = -ROUNDS / 2; round < ROUNDS; round += 1) {
      if (round === 0) spent = await measured.cpu();
      let heard = 0;
      const all = new Promise<void>((resolve) => {
        this.heard = () => {
          heard += 1;
          if (heard === group) resolve();
        };
      });
      const { post, status } = groupPost(round);
      const begun = performance.now();
      await Promise.all([send(post, undefined, status), all]);
      if (round >= 0) times.push(performance.now() - begun);
    }
    const cpu = ((await measured.cpu()) - spent) / (ROUNDS * group);
    return { milliseconds: median(times), cpu };
  }

  private async connect(urlOf: (socket: number) => Promise<string>, count: number): Promise<void> {
    this.sockets = await connectAll(urlOf, count, (socket, text) => this.heard(socket, text));
  }
}

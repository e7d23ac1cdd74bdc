import type { InProcessServer } from '@taskbay/mock-server';
import type { FetchFunction, WebSocketConstructor } from '@taskbay/sdk';
import { LinkSocket } from './link-socket.ts';
import type { Break, Phase, Schedule } from './schedule.ts';

/** Reservations that one page holds: sessions of busy workers read several. */
const SMALL_PAGE = 2;

/** One session as the network saw it, in server time. */
export interface SessionLog {
  /** When the server had opened it. */
  openedAt?: number;
  /** When the client was in step. */
  readyAt?: number;
  /** SIDs of the reservations whose `reservation.created` reached the client over it. */
  readonly offered: Set<string>;
}

/** Versions of each object, by SID, in what reached the client. */
export type SeenVersions = ReadonlyMap<string, ReadonlySet<number>>;

/** One agent's way to the server: everything crosses it with a delay of its own, and some of it does not arrive. */
export class Link {
  readonly server: InProcessServer;
  readonly schedule: Schedule;
  readonly sessions: SessionLog[] = [];
  readonly breaks = new Map<string, number>();
  readonly #versions = new Map<string, Set<number>>();
  readonly fetch: FetchFunction;
  readonly WebSocket: WebSocketConstructor;
  #socket: LinkSocket | undefined;
  /** Whether its client is reading what a session begins with. */
  isReading: () => boolean = () => false;

  constructor(server: InProcessServer, schedule: Schedule) {
    this.server = server;
    this.schedule = schedule;
    this.fetch = (url, request) => this.#exchange(url, request);
    const link = this;
    this.WebSocket = class extends LinkSocket {
      constructor(url: string) {
        super(url, link);
        link.#socket = this;
      }
    };
  }

  /** Sessions broken off so far. */
  get broken(): number {
    return [...this.breaks.values()].reduce((sum, count) => sum + count, 0);
  }

  get versions(): SeenVersions {
    return this.#versions;
  }

  /** Notes the versions in what is handed to the client. */
  noteText(text: string): void {
    for (const [sid, version] of text.trim() === '' ? [] : versionsIn(JSON.parse(text))) {
      const seen = this.#versions.get(sid);
      if (seen === undefined) this.#versions.set(sid, new Set([version]));
      else seen.add(version);
    }
  }

  noteBreak(phase: Phase, how: Break): void {
    const name = `${phase}: ${how}`;
    this.breaks.set(name, (this.breaks.get(name) ?? 0) + 1);
  }

  noteReady(): void {
    const log = this.sessions.at(-1);
    if (log !== undefined) log.readyAt = this.server.clock.now();
  }

  /** The client is waiting for another token. */
  renewing(): void {
    this.#socket?.reach('during a token renewal');
  }

  #exchange(url: string, { method, headers, body, signal }: Parameters<FetchFunction>[1]): ReturnType<FetchFunction> {
    const { clock, fetch } = this.server;
    const passage = this.schedule.request();
    const socket = this.#socket;
    const isCommand = !body.includes('"method":"GET"');
    if (isCommand) socket?.commanded();
    if (this.isReading())
      socket?.reach(/AfterSid|PageToken/.test(body) ? 'between two pages' : 'during the first reads');
    return new Promise((resolve, reject) => {
      const fail = (why: string): void => reject(new TypeError(`fetch failed: ${why}`));
      signal.addEventListener('abort', () => reject(signal.reason));
      const carried = async (): Promise<void> => {
        if (passage === 'unanswered') return;
        if (passage === 'request lost') return fail(passage);
        if (passage === 'overloaded') return resolve({ status: 503, text: async () => 'try again later' });
        const response = await fetch(url, { method, headers, body: inSmallPages(body) });
        const text = await response.text();
        if (isCommand) socket?.reach('between command and reply');
        clock.setTimeout(() => {
          if (passage === 'reply lost') return fail(passage);
          this.noteText(text);
          resolve({ status: response.status, text: async () => text });
          if (isCommand) socket?.reach('between reply and frame');
        }, this.schedule.latency());
      };
      clock.setTimeout(carried, passage === 'slow' ? this.schedule.slowness() : this.schedule.latency());
    });
  }
}

function versionsIn(value: unknown): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  const { sid, version } = value as Readonly<Record<string, unknown>>;
  const own: [string, number][] = typeof sid === 'string' && typeof version === 'number' ? [[sid, version]] : [];
  return [...own, ...Object.values(value).flatMap(versionsIn)];
}

function inSmallPages(body: string): string {
  return body.includes('/Reservations"') ? body.replace('"PageSize":1000', `"PageSize":${SMALL_PAGE}`) : body;
}

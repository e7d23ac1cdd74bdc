import { CLOSE, closeAction, decodeClaims, parseConnectQuery, parseFrame, serializeFrame } from '@taskbay/protocol';
import { openSocket } from '../connection/socket.ts';
import type { WebSocketConstructor } from '../host.ts';

const ABNORMAL = 1006;

/** A tab's end of the socket: one that the tab believes to be a socket of its own. */
export interface Line {
  readonly tab: string;
  readonly id: number;
  /** With the tab's token, which need not be the one the socket was opened with. */
  readonly url: string;
}

export interface SharedSocketOwner {
  webSocket(): Promise<WebSocketConstructor>;
  now(): number;
  attached(line: Line, sequence: number): void;
  closed(line: Line, code: number, reason: string): void;
  toOne(line: Line, text: string): void;
  toAll(sequence: number, text: string): void;
}

/**
 * One socket to the server for the lines of all tabs: opened for the first line, closed after the last. A line that comes
 * later hears what the server said at its beginning, as on a socket of its own.
 */
export class SharedSocket {
  readonly #owner: SharedSocketOwner;
  readonly #lines = new Map<string, Line>();
  #release: ReturnType<typeof openSocket> | undefined;
  /** Undefined while no socket is open or being opened. */
  #url: string | undefined;
  #open = false;
  #openedAt = 0;
  #init: Readonly<Record<string, unknown>> | undefined;
  #sequence = 0;
  /** Counts openings, so that one whose WebSocket class is still being loaded can be given up. */
  #opening = 0;

  constructor(owner: SharedSocketOwner) {
    this.#owner = owner;
  }

  attach(line: Line): void {
    this.#lines.set(nameOf(line), line);
    if (this.#url === undefined) void this.#connect(line.url);
    else if (this.#open) this.#greet(line);
  }

  detach(line: Pick<Line, 'tab' | 'id'>): void {
    this.#lines.delete(nameOf(line));
    if (this.#lines.size === 0) this.close();
  }

  /** The tab hears nothing on its line: the socket is dead for all. */
  abandon(line: Pick<Line, 'tab' | 'id'>): void {
    if (!this.#lines.delete(nameOf(line))) return;
    this.#release?.(true);
    this.#ended(ABNORMAL, 'A tab heard nothing any more');
  }

  leave(tab: string): void {
    for (const line of [...this.#lines.values()]) if (line.tab === tab) this.detach(line);
  }

  /** Lets go of the socket and of every line; nobody is told. */
  close(): void {
    this.#lines.clear();
    this.#release?.(false);
    this.#forget();
  }

  async #connect(url: string): Promise<void> {
    this.#url = url;
    const opening = ++this.#opening;
    try {
      const WebSocket = await this.#owner.webSocket();
      if (opening !== this.#opening) return;
      this.#release = openSocket(WebSocket, url, {
        opened: () => this.#opened(),
        // What is binary is passed on as what no frame can be, so that every session reports it.
        received: (data) => this.#heard(typeof data === 'string' ? data : 'binary'),
        closed: (code, reason) => this.#ended(code, reason),
      });
    } catch (cause) {
      if (opening === this.#opening) this.#ended(ABNORMAL, cause instanceof Error ? cause.message : String(cause));
    }
  }

  #opened(): void {
    this.#open = true;
    this.#openedAt = this.#owner.now();
    for (const line of this.#lines.values()) this.#greet(line);
  }

  #greet(line: Line): void {
    this.#owner.attached(line, this.#sequence);
    if (this.#init !== undefined) this.#owner.toOne(line, this.#initFor(line, this.#init));
  }

  #heard(text: string): void {
    const frame = parseFrame(text);
    const type = frame.kind === 'event' ? frame.type : undefined;
    if (type === 'init' && frame.kind === 'event') {
      this.#init = { ...(frame.payload as object) };
      for (const line of this.#lines.values()) this.#owner.toOne(line, this.#initFor(line, this.#init));
      return;
    }
    if (type === 'tokenExpired') {
      for (const line of this.#lines.values()) if (line.url === this.#url) this.#owner.toOne(line, text);
      return;
    }
    this.#sequence += 1;
    this.#owner.toAll(this.#sequence, text);
  }

  /** Where the token of the socket is at its end, a line with another token is only told that the socket is gone. */
  #ended(code: number, reason: string): void {
    const lines = [...this.#lines.values()];
    const url = this.#url;
    this.#lines.clear();
    this.#forget();
    for (const line of lines) {
      const another = closeAction(code) === 'refresh-token' && line.url !== url;
      if (another) this.#owner.closed(line, ABNORMAL, `${CLOSE.tokenExpired.reason}: that of another tab`);
      else this.#owner.closed(line, code, reason);
    }
  }

  /** What is left of the line's own token: the server told it of the socket's, at the moment the socket opened. */
  #initFor(line: Line, init: Readonly<Record<string, unknown>>): string {
    const { token_lifetime: lifetime } = init;
    if (typeof lifetime !== 'number') return serializeFrame('init', init);
    const age = this.#owner.now() - this.#openedAt;
    const own = endOf(line.url);
    const shared = endOf(this.#url);
    const difference = own === undefined || shared === undefined ? 0 : own - shared;
    return serializeFrame('init', { ...init, token_lifetime: lifetime - age + difference });
  }

  #forget(): void {
    this.#opening += 1;
    this.#release = undefined;
    this.#url = undefined;
    this.#open = false;
    this.#init = undefined;
  }
}

function nameOf({ tab, id }: Pick<Line, 'tab' | 'id'>): string {
  return `${tab} ${id}`;
}

/** Epoch milliseconds at which the token of a socket's address ends; undefined if it cannot be read. */
function endOf(url: string | undefined): number | undefined {
  if (url === undefined) return undefined;
  const claims = decodeClaims(parseConnectQuery(new URL(url).searchParams).token);
  if (typeof claims !== 'object' || claims === null || !('exp' in claims)) return undefined;
  return typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
}

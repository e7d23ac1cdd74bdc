import { ABNORMAL, fits, isCallable, isSendable, NO_CODE, TOO_BIG } from '../../edges/close-codes.ts';
import type { SocketEvents, Upgrade } from '../../edges/socket.ts';
import { isInProcess } from './address.ts';
import { InProcessCloseEvent, InProcessErrorEvent } from './events.ts';
import { createLine, type Line } from './line.ts';
import { ListenerAttributes } from './listener-attributes.ts';
import type { CarrierParts } from './parts.ts';

/** Frames that clients may send are small, as on a port. */
const MAX_FRAME_BYTES = 64 * 1024;

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3] as const;

/** The platform's `WebSocket`, for one server. Each event comes in a turn of the event loop of its own. */
export interface InProcessWebSocket extends ListenerAttributes {
  readonly url: string;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  readonly protocol: string;
  readonly extensions: string;
  readonly bufferedAmount: number;
  /** Text only: clients of this wire send nothing but that, and the server reads none of it. */
  send(data: string): void;
  /** 1000 or 3000 to 4999, and at most 123 bytes of reason; throws a DOMException otherwise. */
  close(code?: number, reason?: string): void;
}

export interface InProcessWebSocketConstructor {
  new (url: string | URL): InProcessWebSocket;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSING: 2;
  readonly CLOSED: 3;
}

/** What every socket of one server runs on. */
interface Carrier {
  readonly upgrade: (request: Request) => Promise<Upgrade>;
  readonly line: Line;
  readonly isOpen: () => boolean;
}

export function createWebSocket(parts: CarrierParts): InProcessWebSocketConstructor {
  const { app, inFlight, isOpen } = parts;
  const upgrade = async (request: Request): Promise<Upgrade> => {
    let done: (() => void) | undefined;
    try {
      return await app.socket(request, () => {
        done = inFlight.begin('upgrade', '');
      });
    } finally {
      done?.();
    }
  };
  const carrier: Carrier = { upgrade, line: createLine(parts), isOpen };
  return class extends Socket {
    constructor(url: string | URL) {
      super(new URL(url), carrier);
    }
  };
}

class Socket extends ListenerAttributes implements InProcessWebSocket {
  static readonly CONNECTING = CONNECTING;
  static readonly OPEN = OPEN;
  static readonly CLOSING = CLOSING;
  static readonly CLOSED = CLOSED;
  readonly CONNECTING = CONNECTING;
  readonly OPEN = OPEN;
  readonly CLOSING = CLOSING;
  readonly CLOSED = CLOSED;
  readonly url: string;
  readonly protocol = '';
  readonly extensions = '';
  readonly bufferedAmount = 0;
  readonly #origin: string;
  readonly #line: Line;
  #state: number = CONNECTING;
  #server: SocketEvents | undefined;
  /** Set by whichever side ends the socket first; the other side's goodbye is then no news. */
  #over = false;

  constructor(url: URL, carrier: Carrier) {
    super();
    this.url = url.href;
    this.#origin = url.origin;
    this.#line = carrier.line;
    void this.#connect(url, carrier);
  }

  get readyState(): number {
    return this.#state;
  }

  send(data: string): void {
    if (this.#state === CONNECTING) throw new DOMException('The socket is not open yet', 'InvalidStateError');
    if (this.#over) return;
    this.#line(() => {
      if (this.#over) return;
      if (new TextEncoder().encode(data).byteLength > MAX_FRAME_BYTES) this.#end({ code: TOO_BIG });
      else this.#server?.message(data);
    });
  }

  close(code?: number, reason = ''): void {
    if (code !== undefined && !isCallable(code)) {
      throw new DOMException(`An application may not close with ${code}`, 'InvalidAccessError');
    }
    if (!fits(reason)) throw new DOMException('A reason is at most 123 bytes long', 'SyntaxError');
    if (this.#over) return;
    if (this.#state === CONNECTING) this.#fail('The socket was closed before it was open');
    else {
      this.#state = CLOSING;
      this.#end({ code: code ?? NO_CODE, reason });
    }
  }

  async #connect(url: URL, { upgrade, isOpen }: Carrier): Promise<void> {
    if (!isInProcess(url) || !isOpen()) {
      this.#fail(`${url.origin} is not reachable in process`);
      return;
    }
    try {
      const decision = await upgrade(new Request(url.href.replace(/^ws/, 'http')));
      if (this.#over) return;
      if (decision.kind === 'accept') this.#accept(decision.open);
      else this.#fail(`Unexpected server response: ${decision.response.status}`);
    } catch (error) {
      this.#fail(String(error));
    }
  }

  #accept(open: Extract<Upgrade, { kind: 'accept' }>['open']): void {
    this.#line(() => {
      if (this.#state !== CONNECTING) return;
      this.#state = OPEN;
      this.dispatchEvent(new Event('open'));
    });
    this.#server = open({
      send: (text) => this.#line(() => this.#receive(text)),
      close: (code, reason) => {
        if (!isSendable(code)) throw new RangeError(`A server may not close with ${code}`);
        if (!fits(reason)) throw new RangeError('A reason is at most 123 bytes long');
        this.#end({ code, reason });
      },
      terminate: () => this.#end({ code: ABNORMAL, wasClean: false }),
      // Whoever is called with each frame cannot fall behind.
      buffered: () => 0,
      // Nor can it go without a word.
      probe: () => undefined,
    });
  }

  #receive(data: string): void {
    if (this.#state !== OPEN) return;
    this.dispatchEvent(new MessageEvent('message', { data, origin: this.#origin }));
  }

  /** A socket that never opened: an error, then a close, as everywhere. */
  #fail(message: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#state = CLOSING;
    this.#line(() => {
      this.#state = CLOSED;
      this.#server?.closed(ABNORMAL, '');
      this.dispatchEvent(new InProcessErrorEvent(message));
      this.dispatchEvent(new InProcessCloseEvent(ABNORMAL, '', false));
    });
  }

  /** What was sent before arrives before: a peer that is told goodbye hears everything that was said to it. */
  #end({ code, reason = '', wasClean = true }: { code: number; reason?: string; wasClean?: boolean }): void {
    if (this.#over) return;
    this.#over = true;
    this.#line(() => {
      this.#state = CLOSED;
      this.#server?.closed(code, reason);
      this.dispatchEvent(new InProcessCloseEvent(code, reason, wasClean));
    });
  }
}

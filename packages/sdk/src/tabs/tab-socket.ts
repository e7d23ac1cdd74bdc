import type { WebSocketLike } from '../host.ts';

const ABNORMAL = 1006;

/** What a tab socket asks of its tab. */
export interface TabSocketOwner {
  opening(socket: TabSocket): void;
  /** `dead`: nothing is heard on it any more. */
  closing(socket: TabSocket, dead: boolean): void;
}

/** Looks like a socket to the server; its other end is the leading tab. */
export class TabSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  readonly url: string;
  readonly id: number;
  /** Of the leader it was attached to, or is to be; undefined while there is none. */
  epoch: number | undefined;
  readonly #owner: TabSocketOwner;
  #heard: number | undefined;

  constructor(url: string, id: number, owner: TabSocketOwner) {
    this.url = url;
    this.id = id;
    this.#owner = owner;
    owner.opening(this);
  }

  close(): void {
    this.#owner.closing(this, false);
  }

  terminate(): void {
    this.#owner.closing(this, true);
  }

  attached(sequence: number): void {
    this.#heard = sequence;
    this.onopen?.({} as never);
  }

  message(text: string): void {
    this.onmessage?.({ data: text } as never);
  }

  /** A frame for all. One that is missing before it ends the socket: the session then reads what it may have missed. */
  frame(sequence: number, text: string): void {
    if (this.#heard === undefined || sequence <= this.#heard) return;
    if (sequence > this.#heard + 1) {
      this.#owner.closing(this, false);
      this.ended(ABNORMAL, 'A message of the leading tab got lost');
      return;
    }
    this.#heard = sequence;
    this.message(text);
  }

  ended(code: number, reason: string): void {
    this.onclose?.({ code, reason } as never);
  }
}

import type { WebSocketLike } from '../src/host.ts';

/** The client's end of a socket whose other end is the test. */
export class FakeSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  readonly url: string;
  open = false;
  closedByClient = false;

  constructor(url: string) {
    this.url = url;
  }

  close(): void {
    this.open = false;
    this.closedByClient = true;
  }

  accept(): void {
    this.open = true;
    this.onopen?.({} as never);
  }

  /** What a failed handshake looks like on Node 22: an error and no close. */
  refuse(): void {
    this.onerror?.({ message: 'Unexpected server response: 401' } as never);
  }

  send(type: string, payload: unknown): void {
    this.sendText(JSON.stringify({ event_type: type, payload }));
  }

  sendText(data: unknown): void {
    this.onmessage?.({ data } as never);
  }

  drop(code = 1006, reason = ''): void {
    this.open = false;
    this.onclose?.({ code, reason } as never);
  }
}

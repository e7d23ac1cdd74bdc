import type { ServerSocket, SocketEvents } from '../../../src/edges/socket.ts';

/** One event frame as a client reads it. */
export interface Received {
  readonly event_type: string;
  readonly payload: Record<string, unknown>;
}

/** The server's end of a socket, with everything that was done to it. */
export class FakeSocket implements ServerSocket {
  readonly texts: string[] = [];
  closed: { readonly code: number; readonly reason: string } | undefined;
  terminated = false;
  unread = 0;
  probes = 0;
  broken = false;
  events: SocketEvents | undefined;

  readonly send = (text: string): void => {
    if (this.broken) throw new Error('broken pipe');
    this.texts.push(text);
  };
  readonly close = (code: number, reason: string): void => {
    this.closed = { code, reason };
  };
  readonly terminate = (): void => {
    this.terminated = true;
  };
  readonly buffered = (): number => this.unread;
  readonly probe = (): void => {
    this.probes += 1;
  };

  /** Event frames so far, without heartbeats. */
  get frames(): Received[] {
    return this.texts.filter((text) => text.trim() !== '').map((text) => JSON.parse(text) as Received);
  }

  get types(): string[] {
    return this.frames.map((frame) => frame.event_type);
  }

  get heartbeats(): number {
    return this.texts.filter((text) => text === ' ').length;
  }

  /** Forgets what came so far. */
  clear(): void {
    this.texts.length = 0;
  }

  /** The client is gone. */
  drop(): void {
    this.events?.closed(1006, '');
  }
}

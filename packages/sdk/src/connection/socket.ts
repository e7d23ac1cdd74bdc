import type { WebSocketConstructor, WebSocketLike } from '../host.ts';

/** Close code that stands for "ended without a close frame" (RFC 6455 §7.1.5). */
export const ABNORMAL_CLOSURE = 1006;
const NORMAL_CLOSURE = 1000;

export interface SocketHandlers {
  opened(): void;
  text(data: string): void;
  binary(): void;
  closed(code: number, reason: string): void;
}

/**
 * Opens a socket; returns the function that lets go of it: nothing is heard from it afterwards. `dead`: nobody is there
 * to answer a goodbye, so none is waited for where the socket allows that.
 */
export function openSocket(
  WebSocket: WebSocketConstructor,
  url: string,
  handlers: SocketHandlers,
): (how: 'goodbye' | 'dead') => void {
  const socket = new WebSocket(url);
  let open = false;
  let ended = false;
  const end = (code: number, reason: string) => {
    if (ended) return;
    ended = true;
    handlers.closed(code, reason);
  };
  socket.onopen = () => {
    open = true;
    handlers.opened();
  };
  socket.onmessage = (event: { data: unknown }) => {
    if (typeof event.data === 'string') handlers.text(event.data);
    else handlers.binary();
  };
  socket.onerror = (event: { message?: unknown }) => {
    // Node 22 sends no close event after a failed handshake, so the error has to do as one.
    if (!open) end(ABNORMAL_CLOSURE, typeof event.message === 'string' ? event.message : '');
  };
  socket.onclose = (event: { code?: number; reason?: string }) => {
    end(event.code ?? ABNORMAL_CLOSURE, String(event.reason ?? ''));
  };
  return (how) => {
    ended = true;
    silence(socket);
    if (how === 'dead' && socket.terminate !== undefined) socket.terminate();
    else if (open) socket.close(NORMAL_CLOSURE);
    else socket.close();
  };
}

function silence(socket: WebSocketLike): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  // The ws package reports closing before the handshake as an error event, which is fatal without a listener.
  socket.onerror = () => undefined;
}

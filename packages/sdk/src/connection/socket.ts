import type { WebSocketConstructor } from '../host.ts';

/** Close code that stands for "ended without a close frame" (RFC 6455 §7.1.5). */
const ABNORMAL_CLOSURE = 1006;
const NORMAL_CLOSURE = 1000;

export interface SocketHandlers {
  opened(): void;
  /** Text of a frame, or whatever a binary frame holds. */
  received(data: unknown): void;
  closed(code: number, reason: string, opened: boolean): void;
}

/**
 * Opens a socket; returns the function that lets go of it: nothing is heard from it afterwards. `dead`: nobody is there
 * to answer a goodbye, so none is waited for where the socket allows that.
 */
export function openSocket(
  WebSocket: WebSocketConstructor,
  url: string,
  handlers: SocketHandlers,
): (dead: boolean) => void {
  const socket = new WebSocket(url);
  let open = false;
  const silence = () => {
    socket.onopen = socket.onmessage = socket.onclose = null;
    // The ws package reports closing before the handshake as an error event, which is fatal without a listener.
    socket.onerror = () => undefined;
  };
  const end = (code: number, reason: unknown) => {
    silence();
    handlers.closed(code, typeof reason === 'string' ? reason : '', open);
  };
  socket.onopen = () => {
    open = true;
    handlers.opened();
  };
  socket.onmessage = ({ data }: { data: unknown }) => handlers.received(data);
  socket.onerror = ({ message }: { message?: unknown }) => {
    // Node 22 sends no close event after a failed handshake, so the error has to do as one.
    if (!open) end(ABNORMAL_CLOSURE, message);
  };
  socket.onclose = ({ code = ABNORMAL_CLOSURE, reason }: { code?: number; reason?: string }) => end(code, reason);
  return (dead) => {
    silence();
    if (dead && socket.terminate) socket.terminate();
    else socket.close(open ? NORMAL_CLOSURE : undefined);
  };
}

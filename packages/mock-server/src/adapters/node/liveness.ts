import type { WebSocket } from 'ws';

/** Host milliseconds between pings. */
const PING_MS = 15_000;
/** Pings a peer may leave unanswered. */
const MISSED = 2;

/**
 * Ends sockets whose peer has gone without a word (half-open): every client answers pings by itself. Host time in both
 * clock modes (design D4). Returns the stop.
 */
export function watchLiveness(sockets: ReadonlySet<WebSocket>): () => void {
  const missed = new WeakMap<WebSocket, number>();
  const timer = setInterval(() => {
    for (const socket of sockets) {
      const unanswered = missed.get(socket);
      if (unanswered === undefined) socket.on('pong', () => missed.set(socket, 0));
      if ((unanswered ?? 0) >= MISSED) {
        socket.terminate();
        continue;
      }
      missed.set(socket, (unanswered ?? 0) + 1);
      socket.ping();
    }
  }, PING_MS);
  timer.unref();
  return () => clearInterval(timer);
}

import type { WebSocket } from 'ws';

/** Host milliseconds between pings of one socket, in parts: so many sockets at once would hold up everything else. */
const PING_MS = 15_000;
const PARTS = 150;
/** Pings a peer may leave unanswered. */
const MISSED = 2;

/**
 * Ends sockets whose peer has gone without a word (half-open): every client answers pings by itself. Host time in both
 * clock modes (design D4). Returns the stop.
 */
export function watchLiveness(sockets: ReadonlySet<WebSocket>): () => void {
  const missed = new WeakMap<WebSocket, number>();
  const check = (socket: WebSocket): void => {
    const unanswered = missed.get(socket);
    if (unanswered === undefined) socket.on('pong', () => missed.set(socket, 0));
    if ((unanswered ?? 0) >= MISSED) {
      socket.terminate();
      return;
    }
    missed.set(socket, (unanswered ?? 0) + 1);
    socket.ping();
  };
  let round = sockets.values();
  /** Pings due, times PARTS. */
  let owed = 0;
  const timer = setInterval(() => {
    for (owed += sockets.size; owed >= PARTS; owed -= PARTS) {
      let next = round.next();
      if (next.done === true) {
        round = sockets.values();
        next = round.next();
      }
      if (next.done !== true) check(next.value);
    }
  }, PING_MS / PARTS);
  timer.unref();
  return () => clearInterval(timer);
}

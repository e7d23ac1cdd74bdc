import type { WebSocket } from 'ws';

/** Pings in a row that a peer may leave unanswered. */
const MISSED = 2;

/**
 * Looks whether the peer of a socket is still there: every client answers pings by itself. To be called at equal intervals,
 * with the heartbeat, so that both leave with one write. Who has answered is asked again at every second call, who has
 * not at each; after two pings without an answer the socket is ended (half-open).
 */
export function createProbe(socket: WebSocket): () => void {
  let unanswered = 0;
  let rested = false;
  socket.on('pong', () => {
    unanswered = 0;
    rested = false;
  });
  return () => {
    if (unanswered >= MISSED) {
      socket.terminate();
    } else if (unanswered > 0 || rested) {
      unanswered += 1;
      socket.ping();
    } else {
      rested = true;
    }
  };
}

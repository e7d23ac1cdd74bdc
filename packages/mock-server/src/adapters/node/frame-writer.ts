import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** Taken before anybody can put a controlled clock in its place, as in `lockstep.ts`. */
const { nextTick } = process;

/** Final text frame, unmasked, as servers send (RFC 6455 §5.2). */
const FINAL_TEXT = 0x81;
const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** A text as the bytes of one frame. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < LENGTH_16 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = FINAL_TEXT;
  if (head === 2) {
    frame[1] = length;
  } else if (head === 4) {
    frame[1] = LENGTH_16;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_64;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, head);
  return frame;
}

/**
 * Writes text frames past `ws`, which would encode a text anew for every recipient and make a system call of every
 * frame: here one text is encoded once however many sockets it goes to, and what a socket gets within one turn of the
 * event loop leaves together. Only for connections without compression, where `ws` keeps nothing back itself.
 */
export function createFrameWriter(): (to: WebSocket, raw: Duplex, text: string) => void {
  let last = '';
  let frame = textFrame(last);
  let corked: Duplex[] = [];
  const flush = (): void => {
    const sockets = corked;
    corked = [];
    for (const socket of sockets) socket.uncork();
  };
  return (to, raw, text) => {
    if (to.readyState !== WebSocket.OPEN) return;
    if (text !== last) {
      last = text;
      frame = textFrame(text);
    }
    if (raw.writableCorked === 0) {
      raw.cork();
      if (corked.push(raw) === 1) nextTick(flush);
    }
    raw.write(frame);
  };
}

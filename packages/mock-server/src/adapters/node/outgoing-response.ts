import type { ServerResponse } from 'node:http';
import { textParts } from '../../edges/text-response.ts';

/** Writes an answer; resolves when it is handed over or the client has gone. Rejects when its body fails. */
export async function writeResponse(outgoing: ServerResponse, response: Response, method: string): Promise<void> {
  const parts = textParts(response);
  if (parts !== undefined) {
    const { status, headers, text } = parts;
    const length = text === null ? {} : { 'content-length': Buffer.byteLength(text) };
    outgoing.writeHead(status, { ...headers, ...length }).end(text ?? undefined);
    return;
  }
  const headers: [string, string][] = [...response.headers];
  outgoing.writeHead(response.status, headers.flat());
  if (response.body === null || method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await writeBody(outgoing, response.body);
}

async function writeBody(outgoing: ServerResponse, body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  // A stream that stays silent for a while is watched from its first moment on.
  const silence = setImmediate(() => outgoing.flushHeaders());
  outgoing.once('close', () => void reader.cancel().catch(() => undefined));
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value)) await drained(outgoing);
    }
  } finally {
    clearImmediate(silence);
  }
  outgoing.end();
}

/** Also when the client goes. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const over = (): void => {
      outgoing.off('drain', over);
      outgoing.off('close', over);
      resolve();
    };
    outgoing.on('drain', over);
    outgoing.on('close', over);
  });
}

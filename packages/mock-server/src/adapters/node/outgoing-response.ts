import type { ServerResponse } from 'node:http';
import { type TextParts, textParts } from '../../edges/text-response.ts';

/** Taken before anybody can put controlled ones in their place. */
const { setImmediate, clearImmediate } = globalThis;

/** Writes an answer; resolves when it is handed over or the client has gone. Rejects when its body fails. */
export async function writeResponse(outgoing: ServerResponse, response: Response, method: string): Promise<void> {
  const parts = textParts(response);
  if (parts !== undefined) {
    writeText(outgoing, parts);
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

function writeText(outgoing: ServerResponse, { status, headers, body }: TextParts): void {
  if (body === null) {
    outgoing.writeHead(status, rawHeaders(headers)).end();
    return;
  }
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  const raw = rawHeaders(headers);
  raw.push('content-length', String(length));
  outgoing.writeHead(status, raw);
  // Plain ASCII has the same bytes in both encodings, and Node writes this one several times as fast.
  if (typeof body === 'string') outgoing.end(body, length === body.length ? 'latin1' : 'utf8');
  else outgoing.end(body);
}

/** Names and values in turn, which Node writes as they are: an object per answer would cost it more than the rest of them. */
function rawHeaders(headers: TextParts['headers']): string[] {
  const raw: string[] = [];
  for (const name in headers) raw.push(name, headers[name] ?? '');
  return raw;
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

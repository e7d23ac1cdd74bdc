import type { IncomingMessage } from 'node:http';

/** The body of a request or an answer, as UTF-8. Rejects when the peer hangs up before the end. */
export function incomingText(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? ''));
    incoming.once('error', reject);
  });
}

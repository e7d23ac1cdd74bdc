import type { IncomingMessage } from 'node:http';

/** The platform leaves it out of texts as well. */
const MARK = /^\uFEFF/;

/**
 * The body of a request or an answer, as UTF-8 without its mark. Rejects with `problem` of the error when the peer hangs up
 * before the end.
 */
export function incomingText(
  incoming: IncomingMessage,
  problem: (error: Error) => Error = (error) => error,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // Of a peer that hung up before anybody listened nothing more is told.
    if (incoming.errored !== null) {
      reject(problem(incoming.errored));
      return;
    }
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => resolve(Buffer.concat(chunks).toString().replace(MARK, '')));
    incoming.once('error', (error) => reject(problem(error)));
  });
}

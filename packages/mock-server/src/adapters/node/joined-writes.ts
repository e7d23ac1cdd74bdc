import type { Socket } from 'node:net';

interface Chunk {
  readonly chunk: unknown;
  readonly encoding: BufferEncoding;
}

type Written = (error?: Error | null) => void;

/**
 * Node writes an answer as two pieces, head with text and an empty end, which it then gathers into a vector. Written as
 * the one text that they are, a short answer costs a tenth less.
 */
export function joinWrites(socket: Socket): void {
  const gather = socket._writev?.bind(socket);
  socket._writev = (chunks: readonly Chunk[], written: Written) => {
    const text = joined(chunks);
    if (text !== undefined) socket._write(text, 'latin1', written);
    else gather?.(chunks as never, written);
  };
}

/** Undefined when a piece is no Latin-1 text. */
function joined(chunks: readonly Chunk[]): string | undefined {
  let text = '';
  for (const { chunk, encoding } of chunks) {
    if (typeof chunk !== 'string') return undefined;
    if (chunk !== '' && encoding !== 'latin1') return undefined;
    text += chunk;
  }
  return text;
}

import * as v from 'valibot';
import { requestUrl } from '../request-url.ts';
import { JournalReader } from './journal-reader.ts';
import type { ControlCall, ControlParts } from './parts.ts';
import { ControlRefusal } from './refusal.ts';
import { Bell, textStream } from './text-stream.ts';

const query = v.strictObject({
  workspace: v.exactOptional(v.string()),
  after: v.exactOptional(
    v.pipe(
      v.string(),
      v.check((text) => /^\d{1,15}$/.test(text), 'must be a sequence, a whole number of 0 or more'),
      v.transform(Number),
    ),
  ),
  follow: v.exactOptional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
});

/** Bytes, about, that one piece of the answer collects. */
const PIECE = 64 * 1024;

/** The journal as NDJSON; with `follow=true` the answer goes on with every new line until somebody hangs up. */
export const getJournal: ControlCall = async (parts, request) => {
  const parsed = v.safeParse(query, Object.fromEntries(requestUrl(request).searchParams), { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const problem = issue.expected === 'never' ? 'is not a parameter of this call' : issue.message;
    throw new ControlRefusal('invalid_request', `${v.getDotPath(issue) ?? 'query'} ${problem}`);
  }
  const { workspace, after, follow } = parsed.output;
  const reader = journalReader(parts, workspace, after);
  // Read before the answer begins, so that a refusal is still an answer and not a broken body.
  await reader.check();
  const bell = new Bell();
  const pieces = follow === 'true' ? following(parts, reader, bell) : ndjson(reader);
  const headers = { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' };
  return new Response(textStream(pieces, bell.stop), { headers });
};

/** A reader for what a caller asked for. Throws ControlRefusal. */
export function journalReader(
  { runtime }: Pick<ControlParts, 'runtime'>,
  workspace: string | undefined,
  after: number | undefined,
): JournalReader {
  if (workspace === undefined && after !== undefined) {
    throw new ControlRefusal('invalid_request', 'after needs workspace: sequences are counted per workspace');
  }
  if (workspace !== undefined && !runtime.has(workspace)) {
    throw new ControlRefusal('not_found', `There is no workspace ${workspace}`);
  }
  return new JournalReader(runtime, workspace, after);
}

/** Until the bell is stopped: by the reader hanging up, a reset (sequences begin anew) or the server's end. */
async function* following(parts: ControlParts, reader: JournalReader, bell: Bell): AsyncGenerator<string> {
  const ends = [parts.runtime.onBatch(bell.ring), parts.onReset(bell.stop)];
  parts.closing.addEventListener('abort', bell.stop);
  try {
    while (!bell.stopped) {
      yield* ndjson(reader);
      await bell.next();
    }
  } finally {
    for (const end of ends) end();
    parts.closing.removeEventListener('abort', bell.stop);
  }
}

async function* ndjson(reader: JournalReader): AsyncGenerator<string> {
  let piece = '';
  for await (const lines of reader.available()) {
    for (const line of lines) piece += `${JSON.stringify(line)}\n`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

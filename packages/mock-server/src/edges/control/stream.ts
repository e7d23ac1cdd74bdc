import type { JournalLine } from '../../runtime/journal.ts';
import type { TimeReport } from '../../runtime/time-control.ts';
import { JournalReader } from './journal-reader.ts';
import type { ControlCall, ControlParts } from './parts.ts';
import { Bell, textStream } from './text-stream.ts';

/** Host time between looks at what tells nobody of its changes: the clock and the connections. */
const LOOK_MS = 250;
/** Host time between comments that keep proxies from closing a silent stream. */
const COMMENT_MS = 15_000;

/**
 * Server-sent events, for pages that watch: `clock` and `connections` at the start and on every change, `journal` for
 * every line from now on, `reset` when the state went back.
 */
export const getStream: ControlCall = async (parts) => {
  const reader = new JournalReader(parts.runtime);
  await reader.skipToEnd();
  const bell = new Bell();
  const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store' };
  return new Response(textStream(watching(parts, reader, bell), bell.stop), { headers });
};

async function* watching(parts: ControlParts, first: JournalReader, bell: Bell): AsyncGenerator<string> {
  const { runtime } = parts;
  let reader = first;
  let resets = 0;
  const ends = [
    runtime.onBatch(bell.ring),
    parts.onReset(() => {
      resets += 1;
      bell.ring();
    }),
    repeat(parts, LOOK_MS, bell.ring),
  ];
  parts.closing.addEventListener('abort', bell.stop);
  const looks = [changes('clock', () => parts.time.report(), clockIdentity), changes('connections', parts.connections)];
  let lastWrite = runtime.host.now();
  let seenResets = 0;
  try {
    while (!bell.stopped) {
      let text = '';
      if (seenResets !== resets) {
        seenResets = resets;
        reader = new JournalReader(runtime);
        text += message('reset', { now: parts.time.report().now });
      }
      for await (const lines of reader.available()) text += lines.map(journalMessage).join('');
      for (const look of looks) text += look();
      const now = runtime.host.now();
      if (text === '' && now - lastWrite >= COMMENT_MS) text = ': still here\n\n';
      if (text !== '') {
        lastWrite = now;
        yield text;
      }
      await bell.next();
    }
  } finally {
    for (const end of ends) end();
    parts.closing.removeEventListener('abort', bell.stop);
  }
}

/** Messages for a value that is another than the last time; `identity` says what counts as a change. */
function changes<T>(event: string, read: () => T, identity: (value: T) => unknown = (value) => value): () => string {
  let last: string | undefined;
  return () => {
    const value = read();
    const now = JSON.stringify(identity(value));
    if (now === last) return '';
    last = now;
    return message(event, value);
  };
}

/** On a real clock `now` changes all the time: only what a watcher cannot work out is a change. */
function clockIdentity({ mode, now, next }: TimeReport): unknown {
  return mode === 'manual' ? { mode, now, next } : { mode, next };
}

function message(event: string, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

function journalMessage(line: JournalLine): string {
  return message('journal', line);
}

function repeat({ runtime }: ControlParts, milliseconds: number, run: () => void): () => void {
  const again = (): void => {
    run();
    timer = runtime.host.setTimeout(again, milliseconds);
  };
  let timer = runtime.host.setTimeout(again, milliseconds);
  return () => runtime.host.clearTimeout(timer);
}

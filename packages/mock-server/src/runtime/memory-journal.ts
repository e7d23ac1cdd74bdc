import {
  type AppendResult,
  type Batch,
  type Journal,
  type JournalFilter,
  type JournalInput,
  type JournalLine,
  journalLines,
  lastSequence,
  type ReadResult,
  type StoredBatch,
} from './journal.ts';

interface Stream {
  batches: Batch<JournalInput>[];
  /** Sequence of the last line appended, and of the last line dropped to keep within the limit. */
  last: number;
  dropped: number;
}

export const DEFAULT_JOURNAL_LINES = 100_000;

/** Keeps the newest lines of each workspace in memory; lines are written out only when somebody reads them. */
export class MemoryJournal implements Journal {
  private readonly streams = new Map<string, Stream>();
  private readonly limit: number;

  /** `limit`: lines kept per workspace, at least. */
  constructor(limit: number = DEFAULT_JOURNAL_LINES) {
    this.limit = limit;
  }

  async append(workspace: string, expectedSequence: number, batch: Batch<JournalInput>): Promise<AppendResult> {
    let stream = this.streams.get(workspace);
    if (stream === undefined) {
      stream = { batches: [], last: 0, dropped: 0 };
      this.streams.set(workspace, stream);
    }
    if (stream.last !== expectedSequence) return { kind: 'conflict', sequence: stream.last };
    stream.batches.push(batch);
    stream.last = lastSequence(batch) ?? stream.last;
    // A quarter more than asked for, so that trimming moves the array once per many appends.
    if (stream.last - stream.dropped > this.limit * 1.25) trim(stream, this.limit);
    return { kind: 'ok' };
  }

  async read(workspace: string, after: number, filter: JournalFilter = {}): Promise<ReadResult> {
    const stream = this.streams.get(workspace);
    if (stream === undefined) return { kind: 'ok', batches: [] };
    if (after < stream.dropped) return { kind: 'gone', first: stream.dropped + 1 };
    return { kind: 'ok', batches: narrowed(stream.batches, after, filter).map((batch) => new StoredInMemory(batch)) };
  }

  async drop(workspace?: string): Promise<void> {
    if (workspace === undefined) this.streams.clear();
    else this.streams.delete(workspace);
  }
}

function trim(stream: Stream, limit: number): void {
  const gone = stream.batches.splice(0, firstAfter(stream.batches, stream.last - limit));
  const last = gone.at(-1);
  if (last !== undefined) stream.dropped = lastSequence(last) ?? stream.dropped;
}

function narrowed(
  batches: readonly Batch<JournalInput>[],
  after: number,
  { from, to, eventSid }: JournalFilter,
): readonly Batch<JournalInput>[] {
  const start = Math.max(firstAfter(batches, after), from === undefined ? 0 : boundary(batches, (b) => b.now < from));
  const end = to === undefined ? batches.length : boundary(batches, (batch) => batch.now <= to);
  const kept = batches.slice(start, end);
  if (eventSid === undefined) return kept;
  return kept.filter((batch) => batch.events.some((event) => event.sid === eventSid));
}

/** Index of the first batch that has a line after the sequence. */
function firstAfter(batches: readonly Batch<JournalInput>[], sequence: number): number {
  return boundary(batches, (batch) => (lastSequence(batch) ?? 0) <= sequence);
}

/** Index of the first batch that is not `before`; both sequence and time only grow along a stream. */
function boundary(batches: readonly Batch<JournalInput>[], before: (batch: Batch<JournalInput>) => boolean): number {
  let low = 0;
  let high = batches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const batch = batches[middle];
    if (batch !== undefined && before(batch)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A getter on the prototype: one per batch would make long reads many times slower. */
class StoredInMemory implements StoredBatch {
  readonly command: number;
  readonly now: number;
  readonly actor: StoredBatch['actor'];
  readonly input: JournalInput;
  private readonly batch: Batch<JournalInput>;
  private written: readonly JournalLine[] | undefined;

  constructor(batch: Batch<JournalInput>) {
    this.command = batch.command;
    this.now = batch.now;
    this.actor = batch.actor;
    this.input = batch.input;
    this.batch = batch;
  }

  get lines(): readonly JournalLine[] {
    this.written ??= journalLines(this.batch);
    return this.written;
  }
}

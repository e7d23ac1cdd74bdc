import { type Batch, journalLines, type StoredBatch } from '../src/runtime/journal.ts';

/** A batch as a journal keeps it, to be replayed. */
export function storedBatch(batch: Batch): StoredBatch {
  const { command, now, actor, input } = batch;
  return { command, now, actor, input, lines: journalLines(batch) };
}

import type { JournalLine, StoredBatch } from '../../runtime/journal.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { ControlRefusal } from './refusal.ts';

interface Placed {
  readonly workspace: string;
  readonly batch: StoredBatch;
}

/**
 * Reads journal lines on from where it stopped: of one workspace by sequence, of all of them by (time, workspace,
 * sequence). It keeps positions only, so a slow reader costs nothing.
 */
export class JournalReader {
  private readonly runtime: Runtime;
  private readonly only: string | undefined;
  private readonly positions = new Map<string, number>();

  /** `after`: the sequence to go on from, of the one workspace that is read. */
  constructor(runtime: Runtime, only?: string, after?: number) {
    this.runtime = runtime;
    this.only = only;
    if (only !== undefined && after !== undefined) this.positions.set(only, after);
  }

  /** Goes on from the newest line of every workspace there is. */
  async skipToEnd(): Promise<void> {
    for (const workspace of this.workspaces()) {
      const last = await this.runtime.read(workspace, (state) => state.counters.sequence);
      this.positions.set(workspace, last ?? 0);
    }
  }

  /** Throws ControlRefusal `gone` when the next line to read is gone. */
  async check(): Promise<void> {
    for (const workspace of this.workspaces()) await this.read(workspace);
  }

  /**
   * The lines that are there and not read yet, a command's at a time. Throws ControlRefusal `gone` before the first
   * when lines in between are gone.
   */
  async *available(): AsyncGenerator<readonly JournalLine[]> {
    const found: Placed[] = [];
    for (const workspace of this.workspaces()) {
      for (const batch of await this.read(workspace)) found.push({ workspace, batch });
    }
    if (this.only === undefined) found.sort(byTime);
    for (const { workspace, batch } of found) {
      const position = this.positions.get(workspace) ?? 0;
      const lines = batch.lines.filter(({ sequence }) => sequence > position);
      const last = lines.at(-1);
      if (last === undefined) continue;
      this.positions.set(workspace, last.sequence);
      yield lines;
    }
  }

  private workspaces(): readonly string[] {
    return this.only === undefined ? this.runtime.workspaces() : [this.only];
  }

  private async read(workspace: string): Promise<readonly StoredBatch[]> {
    const { journal } = this.runtime;
    const after = this.positions.get(workspace);
    const found = await journal.read(workspace, after ?? 0);
    if (found.kind === 'ok') return found.batches;
    if (after === undefined) {
      const kept = await journal.read(workspace, found.first - 1);
      return kept.kind === 'ok' ? kept.batches : [];
    }
    const message = `The lines after ${after} are gone; the first that is kept is ${found.first}`;
    throw new ControlRefusal('gone', message, { first: found.first });
  }
}

/** Stable: batches of one workspace are in order already. */
function byTime(a: Placed, b: Placed): number {
  if (a.batch.now !== b.batch.now) return a.batch.now - b.batch.now;
  return a.workspace < b.workspace ? -1 : Number(a.workspace > b.workspace);
}

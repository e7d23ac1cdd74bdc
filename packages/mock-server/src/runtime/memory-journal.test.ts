import { describe, expect, it } from 'vitest';
import { byAccount, START, simulate, WORKSPACE } from '../../test-support/simulation.ts';
import { type Batch, journalLines } from './journal.ts';
import { MemoryJournal } from './memory-journal.ts';

/** Batches of a small workspace and twenty tasks in it, one command per second. */
const batches: readonly Batch[] = simulate(
  Array.from({ length: 20 }, () => ({ kind: 'task.create', pick: 1, other: 0, flag: false }) as const),
).batches.map((batch, index) => ({ ...batch, now: START + index * 1000 }));

function lastLine(batch: Batch): number {
  return journalLines(batch).at(-1)?.sequence ?? 0;
}

async function filled(limit?: number): Promise<MemoryJournal> {
  const journal = new MemoryJournal(limit);
  let last = 0;
  for (const batch of batches) {
    expect(await journal.append(WORKSPACE, last, batch)).toEqual({ kind: 'ok' });
    last = lastLine(batch);
  }
  return journal;
}

const total = lastLine(batches.at(-1) as Batch);

async function sequences(journal: MemoryJournal, after: number): Promise<number[]> {
  const read = await journal.read(WORKSPACE, after);
  if (read.kind === 'gone') throw new Error('gone');
  return read.batches.flatMap(({ lines }) => lines.map(({ sequence }) => sequence));
}

describe('MemoryJournal', () => {
  it('keeps one gapless stream per workspace', async () => {
    const journal = await filled();
    expect(await sequences(journal, 0)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    expect(await journal.read('WSother', 0)).toEqual({ kind: 'ok', batches: [] });
  });

  it('answers a conflict with the place the stream has reached, and keeps nothing of the batch', async () => {
    const journal = await filled();
    const again = batches.at(-1) as Batch;
    expect(await journal.append(WORKSPACE, 0, again)).toEqual({ kind: 'conflict', sequence: total });
    expect(await sequences(journal, 0)).toHaveLength(total);
  });

  it('reads whole batches from the one that goes beyond a sequence', async () => {
    const journal = await filled();
    const batch = batches[10] as Batch;
    const first = journalLines(batch)[0]?.sequence ?? 0;
    expect((await sequences(journal, first - 1))[0]).toBe(first);
    expect((await sequences(journal, first))[0]).toBe(first);
    expect(await sequences(journal, total)).toEqual([]);
  });

  it('writes lines as the contract has them, the same ones at every reading', async () => {
    const journal = await filled();
    const read = await journal.read(WORKSPACE, 0);
    if (read.kind === 'gone') throw new Error('gone');
    const stored = read.batches[5];
    expect(stored?.lines).toBe(stored?.lines);
    expect(stored?.lines[0]).toMatchObject({
      workspace: WORKSPACE,
      time: '2026-01-05T09:00:05.000Z',
      command: 6,
      type: 'task.created',
      actor: byAccount.sid,
      data: { task_assignment_status: 'pending', task_priority: 1, workspace_sid: WORKSPACE },
    });
    expect(stored?.lines[0]?.sid).toMatch(/^EV[0-9a-f]{32}$/);
  });

  it('keeps at least the newest lines asked for, and says where it starts', async () => {
    const journal = await filled(30);
    const gone = await journal.read(WORKSPACE, 0);
    expect(gone.kind).toBe('gone');
    const first = gone.kind === 'gone' ? gone.first : 0;
    const kept = await sequences(journal, first - 1);
    expect(kept[0]).toBe(first);
    expect(kept.at(-1)).toBe(total);
    expect(kept.length).toBeGreaterThanOrEqual(30);
    expect(kept.length).toBeLessThan(30 * 1.25 + 10);
    expect((await journal.read(WORKSPACE, first - 2)).kind).toBe('gone');
  });

  it('narrows by time and by event', async () => {
    const journal = await filled();
    const times = async (filter: object): Promise<number[]> => {
      const read = await journal.read(WORKSPACE, 0, filter);
      return read.kind === 'gone' ? [] : read.batches.map(({ now }) => (now - START) / 1000);
    };
    expect(await times({ from: START + 3000, to: START + 5000 })).toEqual([3, 4, 5]);
    const eventSid = batches[7]?.events[1]?.sid ?? '';
    expect(await times({ eventSid })).toEqual([7]);
    expect(await times({ eventSid, to: START })).toEqual([]);
  });

  it('forgets one stream or all', async () => {
    const journal = await filled();
    await journal.append('WSother', 0, batches[0] as Batch);
    await journal.drop(WORKSPACE);
    expect(await sequences(journal, 0)).toEqual([]);
    expect((await journal.read('WSother', 0)).kind === 'ok').toBe(true);
    await journal.drop();
    expect(await journal.read('WSother', 0)).toEqual({ kind: 'ok', batches: [] });
  });
});

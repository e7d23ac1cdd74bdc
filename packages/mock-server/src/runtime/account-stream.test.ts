import { describe, expect, it } from 'vitest';
import { ConflictingJournal } from '../../test-support/conflicting-journal.ts';
import { digest } from '../../test-support/digest.ts';
import { createRuntime, fill } from '../../test-support/runtime.ts';
import { byAccount, SEED } from '../../test-support/simulation.ts';
import type { Journal } from './journal.ts';
import { ReplayError, replay, replayAccount } from './replay.ts';
import type { Runtime } from './runtime.ts';

const sid = (digit: number): string => `WS${String(digit).repeat(32)}`;

async function accountLines(journal: Journal) {
  const read = await journal.read(byAccount.sid, 0);
  return read.kind === 'gone' ? [] : read.batches.flatMap(({ lines }) => lines);
}

async function digests(runtime: Runtime): Promise<Record<string, string | undefined>> {
  const entries = runtime.workspaces().map(async (name) => [name, await runtime.read(name, digest)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

describe('the account stream (ID-7)', () => {
  it('holds the creation and deletion of workspaces, and is no batch for listeners', async () => {
    const { runtime, journal } = createRuntime();
    const streams = new Set<string>();
    runtime.onBatch((batch) => streams.add(batch.workspace));
    await fill(runtime, sid(1));
    await fill(runtime, sid(2));
    await runtime.deleteWorkspace(sid(1));
    const lines = await accountLines(journal);
    expect(lines.map(({ sequence, type, resourceSid }) => [sequence, type, resourceSid])).toEqual([
      [1, 'taskbay.workspace.created', sid(1)],
      [2, 'taskbay.workspace.created', sid(2)],
      [3, 'taskbay.workspace.deleted', sid(1)],
    ]);
    expect(lines[0]).toMatchObject({ workspace: byAccount.sid, actor: byAccount.sid, data: { workspace_sid: sid(1) } });
    expect([...streams]).toEqual([sid(1), sid(2)]);
  });

  it('rebuilds every workspace from the journal alone (ID-5)', async () => {
    const { runtime, journal } = createRuntime();
    for (const digit of [1, 2, 3]) {
      await fill(runtime, sid(digit));
      for (let task = 0; task < digit; task += 1) {
        await runtime.dispatch(sid(digit), { type: 'task.create', timeout: 60 }, byAccount);
      }
    }
    await runtime.deleteWorkspace(sid(2));
    runtime.clock.set((runtime.nextTimer()?.due ?? 0) + 1);
    await runtime.nextTimer()?.fire();
    const rebuilt = await replayAccount(journal, byAccount.sid, SEED);
    expect([...rebuilt.keys()]).toEqual([sid(1), sid(3)]);
    const replayed = Object.fromEntries([...rebuilt].map(([name, state]) => [name, digest(state)]));
    expect(replayed).toEqual(await digests(runtime));
  });

  it('is found again after a workspace of the same SID was deleted', async () => {
    const { runtime, journal } = createRuntime();
    await fill(runtime, sid(1));
    await runtime.deleteWorkspace(sid(1));
    await fill(runtime, sid(1));
    expect([...(await replayAccount(journal, byAccount.sid, SEED)).keys()]).toEqual([sid(1)]);
  });

  it('appends again after a conflict', async () => {
    const journal = new ConflictingJournal({ seed: 3, workspaceSeed: SEED, foreign: () => undefined });
    const { runtime } = createRuntime('manual', journal);
    await Promise.all([1, 2, 3, 4, 5].map((digit) => fill(runtime, sid(digit))));
    await runtime.deleteWorkspace(sid(4));
    expect((await accountLines(journal)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...(await replayAccount(journal, byAccount.sid, SEED)).keys()].sort()).toEqual([1, 2, 3, 5].map(sid));
    expect(journal.happened.spurious).toBeGreaterThan(0);
  });

  it('tells the stream of an account from that of a workspace', async () => {
    const { runtime, journal } = createRuntime();
    await fill(runtime, sid(1));
    await expect(replay(journal, byAccount.sid, SEED)).rejects.toThrow(ReplayError);
    await expect(replayAccount(journal, sid(1), SEED)).rejects.toThrow(ReplayError);
  });
});

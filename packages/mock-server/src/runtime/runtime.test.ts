import { describe, expect, it } from 'vitest';
import { createFilledRuntime, createRuntime, fill, initialise } from '../../test-support/runtime.ts';
import { byAccount, START, WORKSPACE } from '../../test-support/simulation.ts';
import type { Batch } from './journal.ts';
import { MemoryJournal } from './memory-journal.ts';

const OTHER = `WS${'6'.repeat(32)}`;

/** A memory journal whose appends fail while `broken`. */
class BreakableJournal extends MemoryJournal {
  broken = false;
  override async append(...call: Parameters<MemoryJournal['append']>) {
    if (this.broken) throw new Error('disk full');
    return super.append(...call);
  }
}

describe('Runtime', () => {
  it('answers a command with its records and events, after everybody has heard of it', async () => {
    const { runtime, send } = await createFilledRuntime();
    const heard: string[] = [];
    runtime.onBatch((batch) => heard.push(...batch.events.map(({ type }) => type)));
    const outcome = await send({ type: 'task.create' });
    expect(outcome.ok && outcome.subject.task?.status).toBe('pending');
    expect(heard.slice(0, 2)).toEqual(['task.created', 'workflow.entered']);
  });

  it('does not know a workspace that is not there', async () => {
    const { runtime, send, journal } = createRuntime();
    expect(await send({ type: 'task.create' })).toMatchObject({
      ok: false,
      rejection: { code: 'not_found', prefix: 'WS' },
    });
    expect(await runtime.read(WORKSPACE, () => 1)).toBeUndefined();
    expect(await journal.read(WORKSPACE, 0)).toEqual({ kind: 'ok', batches: [] });
  });

  it('journals nothing for a refused command or one that changes nothing (ID-4, ID-8)', async () => {
    const { runtime, send } = await createFilledRuntime();
    const batches: Batch[] = [];
    runtime.onBatch((batch) => batches.push(batch));
    expect((await send({ type: 'task.delete', sid: 'WTnone' })).ok).toBe(false);
    expect((await send({ type: 'workspace.update' })).ok).toBe(true);
    expect(batches).toEqual([]);
  });

  it('runs commands of a workspace one after the other, in the order they came', async () => {
    const { runtime, send } = await createFilledRuntime();
    const commands: number[] = [];
    runtime.onBatch(({ command }) => commands.push(command));
    const first = await runtime.read(WORKSPACE, (state) => state.counters.command + 1);
    await Promise.all(Array.from({ length: 5 }, (_, priority) => send({ type: 'task.create', priority })));
    expect(commands).toEqual(Array.from({ length: 5 }, (_, index) => (first ?? 0) + index));
    const priorities = await runtime.read(WORKSPACE, (state) => [...state.tables.task.values()].map((t) => t.priority));
    expect(priorities).toEqual([0, 1, 2, 3, 4]);
  });

  it('goes on when a listener throws, and reports it', async () => {
    const { runtime, send, errors } = await createFilledRuntime();
    const heard: string[] = [];
    runtime.onBatch(() => {
      throw new Error('listener');
    });
    const stop = runtime.onBatch((batch) => heard.push(batch.input.type));
    expect((await send({ type: 'task.create' })).ok).toBe(true);
    stop();
    await send({ type: 'task.create' });
    expect([heard, errors.length]).toEqual([['task.create'], 2]);
  });

  it('undoes a command whose append fails, and takes the next one', async () => {
    const journal = new BreakableJournal();
    const { send, read } = await createFilledRuntime('manual', journal);
    journal.broken = true;
    await expect(send({ type: 'task.create' })).rejects.toThrow('disk full');
    expect(await read((state) => state.tables.task.size)).toBe(0);
    journal.broken = false;
    expect((await send({ type: 'task.create' })).ok).toBe(true);
  });

  it('begins a command at once, and shows nobody what it did before that is in the journal', async () => {
    const journal = new BreakableJournal();
    const { send, read } = await createFilledRuntime('manual', journal);
    const tasks = () => read((state) => state.tables.task.size);
    journal.broken = true;
    const undone = send({ type: 'task.create' });
    journal.broken = false;
    const [before, made, after] = [tasks(), send({ type: 'task.create' }), tasks()];
    await expect(undone).rejects.toThrow('disk full');
    expect([await before, (await made).ok, await after]).toEqual([0, true, 1]);
  });

  it('fires due timers by itself on a real clock, and sleeps until then', async () => {
    const { runtime, host, send, read } = await createFilledRuntime('real');
    await send({ type: 'task.create', timeout: 60 });
    expect(host.timers).toBe(1);
    await host.elapse(59_000);
    expect(await read((state) => [...state.tables.task.values()][0]?.status)).toBe('pending');
    await host.elapse(1000);
    expect(await read((state) => [...state.tables.task.values()][0]?.status)).toBe('canceled');
    expect(runtime.nextTimer()?.due).toBe(START + 360_000);
    runtime.close();
    expect(host.timers).toBe(0);
  });

  it('tries a due timer again a second later when its command failed, instead of spinning', async () => {
    const journal = new BreakableJournal();
    const { runtime, host, send, read, errors } = await createFilledRuntime('real', journal);
    await send({ type: 'task.create', timeout: 60 });
    journal.broken = true;
    await host.elapse(60_000);
    await host.elapse(2500);
    expect(errors).toHaveLength(3);
    journal.broken = false;
    await host.elapse(1000);
    expect(await read((state) => [...state.tables.task.values()][0]?.status)).toBe('canceled');
    runtime.close();
  });

  it('orders timers by instant; at one instant routing before edges, older workspaces first (TIME-4)', async () => {
    const { runtime, send } = await createFilledRuntime();
    await fill(runtime, OTHER);
    await runtime.dispatch(OTHER, { type: 'task.create', timeout: 60 }, byAccount);
    await send({ type: 'task.create', timeout: 60 });
    runtime.setTimer(60_000, 'token expiry', 'WK1', () => undefined);
    const cancel = runtime.setTimer(59_000, 'webhook retry', 'WW1', () => undefined);
    expect(runtime.nextTimer()?.what).toBe('webhook retry');
    cancel();
    runtime.clock.set(START + 60_000);
    const fired: string[] = [];
    runtime.onBatch((batch) => fired.push(batch.workspace));
    await runtime.nextTimer()?.fire();
    await runtime.nextTimer()?.fire();
    expect(fired).toEqual([WORKSPACE, OTHER]);
    expect(runtime.nextTimer()?.what).toBe('token expiry');
  });

  it('lets a timer that was cancelled in time do nothing (TIME-2)', async () => {
    const { runtime, send, read } = await createFilledRuntime();
    const created = await send({ type: 'task.create', timeout: 60 });
    runtime.clock.set(START + 60_000);
    const late = runtime.nextTimer();
    await send({ type: 'task.delete', sid: (created.ok && created.subject.task?.sid) || '' });
    const before = await read((state) => state.counters.command);
    await late?.fire();
    expect(await read((state) => state.counters.command)).toBe(before);
  });

  it('forgets everything on reset, and the same commands give the same SIDs again (ID-1)', async () => {
    const { runtime, send } = await createFilledRuntime();
    const first = await send({ type: 'task.create' });
    const drawn = runtime.drawWorkspaceSid();
    const late = send({ type: 'task.create' });
    await runtime.reset();
    expect((await late).ok).toBe(true);
    expect([runtime.workspaces(), runtime.nextTimer()]).toEqual([[], undefined]);
    await fill(runtime, WORKSPACE);
    const again = await send({ type: 'task.create' });
    expect(again.ok && again.subject.task?.sid).toBe(first.ok && first.subject.task?.sid);
    expect(runtime.drawWorkspaceSid()).toBe(drawn);
  });

  it('finishes commands under way before a workspace goes, and finds none for later ones', async () => {
    const { runtime, send, journal } = await createFilledRuntime();
    const under = send({ type: 'task.create' });
    const gone = runtime.deleteWorkspace(WORKSPACE);
    expect(await send({ type: 'task.create' })).toMatchObject({ ok: false });
    expect((await under).ok).toBe(true);
    await gone;
    expect(await journal.read(WORKSPACE, 0)).toEqual({ kind: 'ok', batches: [] });
    expect(runtime.inFlight.list()).toEqual([]);
    await runtime.deleteWorkspace(WORKSPACE);
  });

  it('refuses a second workspace under a SID that is taken, and leaves none of one that is refused', async () => {
    const { runtime } = await createFilledRuntime();
    expect(await runtime.createWorkspace(initialise(WORKSPACE), byAccount)).toMatchObject({
      ok: false,
      rejection: { code: 'name_taken', resource: 'Workspace' },
    });
    const broken = { ...initialise(OTHER), defaultActivity: 'nowhere' };
    expect((await runtime.createWorkspace(broken, byAccount)).ok).toBe(false);
    expect(runtime.workspaces()).toEqual([WORKSPACE]);
  });
});

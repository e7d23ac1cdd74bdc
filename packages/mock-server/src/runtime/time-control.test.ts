import { describe, expect, it } from 'vitest';
import { createFilledRuntime, createRuntime, type TestRuntime } from '../../test-support/runtime.ts';
import { START } from '../../test-support/simulation.ts';
import { type AdvanceBy, TimeControl } from './time-control.ts';

const after = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

async function withTask(timeout: number): Promise<TestRuntime & { control: TimeControl; task: string }> {
  const made = await createFilledRuntime();
  const outcome = await made.send({ type: 'task.create', timeout });
  const task = outcome.ok ? (outcome.subject.task?.sid ?? '') : '';
  return { ...made, control: new TimeControl(made.runtime), task };
}

describe('TimeControl', () => {
  it('fires what falls due on the way, each at its own instant, and stops where it was told', async () => {
    const { control, runtime, task } = await withTask(60);
    expect(control.report()).toEqual({
      mode: 'manual',
      now: after(0),
      next: { due: after(60), what: 'task timeout', sid: task },
    });
    const seen: number[] = [];
    runtime.onBatch((batch) => seen.push((batch.now - START) / 1000));
    expect(await control.advance({ kind: 'seconds', seconds: 3600 })).toEqual({
      now: after(3600),
      fired: [
        { due: after(60), what: 'task timeout', sid: task },
        { due: after(360), what: 'task clean-up', sid: task },
      ],
      inFlight: [],
    });
    expect(seen).toEqual([60, 360]);
    expect(control.report().next).toBeNull();
  });

  it('goes to an instant, or to the next timer and every other timer of that instant', async () => {
    const { control, send } = await withTask(60);
    await send({ type: 'task.create', timeout: 60 });
    const next = await control.advance({ kind: 'next' });
    expect([next.now, next.fired.map(({ what }) => what)]).toEqual([after(60), ['task timeout', 'task timeout']]);
    const to = await control.advance({ kind: 'to', instant: START + 100_000 });
    expect([to.now, to.fired]).toEqual([after(100), []]);
    await control.advance({ kind: 'next' });
    expect((await control.advance({ kind: 'next' })).fired).toEqual([]);
    expect(control.report().now).toBe(after(360));
  });

  it('refuses the past and a clock that runs by itself', async () => {
    const { control } = await withTask(60);
    await control.advance({ kind: 'seconds', seconds: 10 });
    const past: AdvanceBy = { kind: 'to', instant: START };
    await expect(control.advance(past)).rejects.toMatchObject({ code: 'in_the_past' });
    control.setMode('real');
    await expect(control.advance({ kind: 'next' })).rejects.toMatchObject({ code: 'clock_is_real' });
    expect(control.setMode('manual').mode).toBe('manual');
    expect((await control.advance({ kind: 'seconds', seconds: 1 })).now).toBe(after(11));
  });

  it('does several advances one after the other', async () => {
    const { control } = await withTask(60);
    const reports = await Promise.all([1, 2, 3].map((seconds) => control.advance({ kind: 'seconds', seconds })));
    expect(reports.map(({ now }) => now)).toEqual([after(1), after(3), after(6)]);
  });

  it('lets work that a timer begins come to rest before the next timer', async () => {
    const { runtime } = createRuntime();
    const control = new TimeControl(runtime);
    const order: string[] = [];
    runtime.setTimer(1000, 'webhook retry', 'WW1', async () => {
      order.push('retry');
      await new Promise((resolve) => setImmediate(resolve));
      order.push('answered');
      runtime.setTimer(0, 'follow-up', 'WW1', () => void order.push('follow-up'));
    });
    runtime.setTimer(1001, 'token expiry', 'WK1', () => void order.push('expiry'));
    await control.advance({ kind: 'seconds', seconds: 5 });
    expect(order).toEqual(['retry', 'answered', 'follow-up', 'expiry']);
  });

  it('does not wait for ever for work that does not end, and names it', async () => {
    const { runtime, host } = createRuntime();
    const control = new TimeControl(runtime);
    runtime.setTimer(1000, 'webhook retry', 'WW1', () => new Promise(() => undefined));
    const advanced = control.advance({ kind: 'seconds', seconds: 5 });
    for (let round = 0; round < 3; round += 1) await host.elapse(2_000);
    expect(await advanced).toMatchObject({ now: after(5), inFlight: [{ what: 'webhook retry', sid: 'WW1' }] });
  });

  it('stops when somebody sets the clock going meanwhile', async () => {
    const { runtime } = createRuntime();
    const control = new TimeControl(runtime);
    runtime.setTimer(1000, 'test', 'a', () => void control.setMode('real'));
    runtime.setTimer(2000, 'test', 'b', () => undefined);
    const report = await control.advance({ kind: 'seconds', seconds: 60 });
    expect([report.now, report.fired.length, runtime.clock.mode]).toEqual([after(1), 1, 'real']);
  });
});

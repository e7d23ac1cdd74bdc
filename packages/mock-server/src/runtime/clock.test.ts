import { describe, expect, it } from 'vitest';
import { ManualHost } from '../../test-support/manual-host.ts';
import { ServerClock } from './clock.ts';

const HOST_START = 1_000_000;

describe('ServerClock', () => {
  it('runs with the host, from its own start', async () => {
    const host = new ManualHost(HOST_START);
    const clock = new ServerClock(host, 'real', 500);
    await host.elapse(40);
    expect(clock.now()).toBe(540);
    expect(new ServerClock(host, 'real', undefined).now()).toBe(HOST_START + 40);
  });

  it('stands still when manual, and never goes back', async () => {
    const host = new ManualHost(HOST_START);
    const clock = new ServerClock(host, 'manual', 500);
    await host.elapse(1000);
    expect(clock.now()).toBe(500);
    clock.set(700);
    clock.set(600);
    expect(clock.now()).toBe(700);
  });

  it('goes on from where it is when the mode changes', async () => {
    const host = new ManualHost(HOST_START);
    const clock = new ServerClock(host, 'manual', 500);
    clock.setMode('real');
    expect(clock.now()).toBe(500);
    await host.elapse(30);
    clock.setMode('manual');
    await host.elapse(1000);
    expect([clock.mode, clock.now()]).toEqual(['manual', 530]);
    clock.setMode('manual');
    expect(clock.now()).toBe(530);
  });

  it('knows the server time of moments of host time, across mode changes', async () => {
    const host = new ManualHost(HOST_START);
    const clock = new ServerClock(host, 'real', 0);
    await host.elapse(100);
    clock.setMode('manual');
    await host.elapse(100);
    clock.set(5000);
    await host.elapse(100);
    clock.setMode('real');
    await host.elapse(100);
    const at = (elapsed: number): number => clock.serverTimeAt(HOST_START + elapsed);
    expect([at(-50), at(0), at(60), at(150), at(250), at(350), at(400), at(9999)]).toEqual([
      0, 0, 60, 100, 5000, 5050, 5100, 5100,
    ]);
  });

  it('keeps answering about the past after many changes', async () => {
    const host = new ManualHost(HOST_START);
    const clock = new ServerClock(host, 'manual', 0);
    for (let second = 1; second <= 10_000; second += 1) clock.set(second * 1000);
    expect(clock.now()).toBe(10_000_000);
    expect(clock.serverTimeAt(HOST_START - 1)).toBeLessThan(10_000_000);
  });

  it('returns to its start: a manual clock to its instant, a real one to its mode only', async () => {
    const host = new ManualHost(HOST_START);
    const manual = new ServerClock(host, 'manual', 500);
    manual.set(900);
    manual.setMode('real');
    manual.reset();
    expect([manual.mode, manual.now()]).toEqual(['manual', 500]);
    const real = new ServerClock(host, 'real', 500);
    await host.elapse(10);
    real.setMode('manual');
    real.reset();
    expect([real.mode, real.now()]).toEqual(['real', 510]);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock } from '../../test-support/manual-clock.ts';
import { fakeHost } from '../../test-support/worker-under-test.ts';
import { type PageNotice, tabHost } from './host.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

const host = () => tabHost(fakeHost(new ManualClock(), new FakeBridge('v2'), []));

describe('tabHost', () => {
  it('tells when the page is put to sleep and when it is awake again, until stopped', () => {
    const [window, document] = [new EventTarget(), new EventTarget()];
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
    vi.stubGlobal('document', document);
    const heard: PageNotice[] = [];
    const stop = host().page((notice) => heard.push(notice));
    const all = () => {
      for (const type of ['freeze', 'resume']) document.dispatchEvent(new Event(type));
      for (const type of ['pagehide', 'pageshow']) window.dispatchEvent(new Event(type));
    };
    all();
    expect(heard).toEqual(['asleep', 'awake', 'asleep', 'awake']);
    stop();
    all();
    expect(heard).toHaveLength(4);
  });

  it('tells nothing where there is no page', () => {
    expect(() => host().page(() => undefined)()).not.toThrow();
  });
});

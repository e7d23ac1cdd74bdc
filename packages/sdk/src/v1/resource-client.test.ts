import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { facade } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';
import { capabilityToken, WS } from '../../test-support/tokens.ts';

const NOW = 1_700_000_000;

/** A workspace client whose token lasts for some seconds, and the events it told. */
async function opened(lifetime: number, status = 200) {
  const { TaskRouter, bridge } = facade();
  bridge.on(`GET Workspaces/${WS}`, () => (status === 200 ? { payload: { sid: WS } } : { status, body: {} }));
  const token = (seconds: number) => capabilityToken(NOW + seconds, { channel: WS, worker_sid: undefined });
  const workspace = new TaskRouter.Workspace(token(lifetime), false);
  const told: string[] = [];
  for (const name of ['connected', 'ready', 'token.expired', 'error'] as const) {
    workspace.on(name, () => told.push(name));
  }
  await settled();
  return { workspace, told, token };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: NOW * 1000 });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a client without a socket', () => {
  it('tells connected, then ready', async () => {
    const { told } = await opened(60);
    expect(told).toEqual(['connected', 'ready']);
  });

  it('tells the end of its token 5 s ahead, once, and counts anew with another token', async () => {
    const { workspace, told, token } = await opened(60);
    vi.advanceTimersByTime(54_999);
    expect(told).toEqual(['connected', 'ready']);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['connected', 'ready', 'token.expired']);
    workspace.updateToken(token(3600));
    vi.advanceTimersByTime(3_539_999);
    expect(told).toHaveLength(3);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['connected', 'ready', 'token.expired', 'token.expired']);
  });

  it('tells an ended token once, whether its clock or the server is first to know', async () => {
    const past = await opened(-1, 401);
    vi.advanceTimersByTime(60_000);
    expect(past.told).toEqual(['token.expired']);
    const refused = await opened(3600, 401);
    vi.advanceTimersByTime(7_200_000);
    expect(refused.told).toEqual(['token.expired']);
  });

  it('waits out a lifetime longer than one timer can be', async () => {
    const month = 31 * 86_400;
    const { told } = await opened(month);
    vi.advanceTimersByTime((month - 6) * 1000);
    expect(told).not.toContain('token.expired');
    vi.advanceTimersByTime(1000);
    expect(told).toContain('token.expired');
  });
});

import { CLOSE } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { settled } from '../../test-support/manual-clock.ts';
import { readyRig, rig } from '../../test-support/worker-under-test.ts';
import type { StateChange } from '../connection/connection.ts';

/** The change that the end of a ready session's socket makes. */
async function afterEnd(code: number, reason = ''): Promise<StateChange | undefined> {
  const { worker, bridge } = await readyRig('v2');
  const changes: StateChange[] = [];
  worker.on('state', (change) => changes.push(change));
  bridge.socket.drop(code, reason);
  await settled();
  return changes[0];
}

describe('the end of a socket', () => {
  it('is followed by another attempt unless it is meant to end the session', async () => {
    for (const { code } of [CLOSE.goingAway, CLOSE.reset, CLOSE.slowConsumer, CLOSE.control]) {
      expect(await afterEnd(code)).toMatchObject({ state: 'waiting', reason: 'socket_closed', closeCode: code });
    }
  });

  it('is the end of the session with a dead token, after a newer session and without a worker', async () => {
    expect(await afterEnd(CLOSE.tokenExpired.code)).toMatchObject({ state: 'stopped', reason: 'token_expired' });
    expect(await afterEnd(CLOSE.replaced.code)).toMatchObject({ state: 'stopped', reason: 'session_replaced' });
    expect(await afterEnd(CLOSE.workerDeleted.code)).toMatchObject({ state: 'stopped', reason: 'worker_deleted' });
  });

  it('says what happened', async () => {
    expect((await afterEnd(1006))?.message).toBe('The socket closed (code 1006)');
    expect((await afterEnd(1000, 'bye'))?.message).toBe('bye');
    const { worker, bridge } = rig('v2');
    const changes: StateChange[] = [];
    worker.on('state', (change) => changes.push(change));
    bridge.acceptsSockets = false;
    await settled();
    bridge.socket.drop(1006);
    expect(changes.at(-1)).toMatchObject({ reason: 'connect_failed', message: 'The socket did not open (code 1006)' });
  });
});

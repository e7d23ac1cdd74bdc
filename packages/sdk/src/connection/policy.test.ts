import { CLOSE } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import { afterLoss, backoffDelay } from './policy.ts';

describe('backoffDelay', () => {
  it('doubles its ceiling up to 30 s', () => {
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 50].map((failures) => backoffDelay(failures, () => 1));
    expect(ceilings).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads over the whole of it', () => {
    expect(backoffDelay(5, () => 0)).toBe(0);
    expect(backoffDelay(5, () => 0.25)).toBe(4000);
  });
});

describe('afterLoss', () => {
  const lost = { opened: true, code: 1006, reason: '', tokenDead: false };

  it('tries again after whatever is not meant to end the session', () => {
    for (const { code } of [CLOSE.goingAway, CLOSE.reset, CLOSE.slowConsumer, CLOSE.control, CLOSE.tokenExpired]) {
      expect(afterLoss({ ...lost, code })).toMatchObject({ kind: 'lost', reason: 'socket_closed', closeCode: code });
    }
  });

  it('does not with a dead token, after a newer session or without a worker', () => {
    expect(afterLoss({ ...lost, tokenDead: true })).toMatchObject({ kind: 'halt', reason: 'token_expired' });
    expect(afterLoss({ ...lost, code: CLOSE.replaced.code })).toMatchObject({
      kind: 'halt',
      reason: 'session_replaced',
    });
    expect(afterLoss({ ...lost, code: CLOSE.workerDeleted.code })).toMatchObject({
      kind: 'halt',
      reason: 'worker_deleted',
    });
  });

  it('says what happened', () => {
    expect(afterLoss(lost).message).toBe('The socket closed (code 1006)');
    expect(afterLoss({ ...lost, opened: false })).toMatchObject({
      reason: 'connect_failed',
      message: 'The socket did not open (code 1006)',
    });
    expect(afterLoss({ ...lost, reason: 'bye' }).message).toBe('bye');
  });
});

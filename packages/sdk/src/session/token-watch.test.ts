import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../test-support/manual-clock.ts';
import { accessToken, capabilityToken } from '../../test-support/tokens.ts';
import { millisecondsLeft, TokenWatch } from './token-watch.ts';

const DAY_MS = 86_400_000;

function watched() {
  const clock = new ManualClock();
  const ended: number[] = [];
  const start = clock.now();
  const watch = new TokenWatch('one', clock, () => ended.push(clock.now() - start));
  return { clock, watch, ended };
}

describe('TokenWatch', () => {
  it('says 5 s ahead that the token ends, once', async () => {
    const { clock, watch, ended } = watched();
    watch.lasts(60_000);
    await clock.advance(DAY_MS);
    watch.end('one');
    expect(ended).toEqual([55_000]);
    expect(watch.dead).toBe(true);
  });

  it('holds lifetimes beyond the longest timer of the platform', async () => {
    const { clock, watch, ended } = watched();
    watch.lasts(60 * DAY_MS);
    await clock.advance(100 * DAY_MS);
    expect(ended).toEqual([60 * DAY_MS - 5000]);
  });

  it('a new token without a readable end is taken to last as long as the one before', async () => {
    const { clock, watch, ended } = watched();
    watch.lasts(60_000);
    await clock.advance(50_000);
    watch.replace('two', undefined);
    expect(watch.token).toBe('two');
    watch.end('one');
    expect(ended).toEqual([]);
    await clock.advance(60_000);
    expect(ended).toEqual([105_000]);
  });

  it('leaves no timer when paused and finds its place when resumed', async () => {
    const { clock, watch, ended } = watched();
    watch.lasts(60_000);
    watch.pause();
    expect(clock.pending).toBe(0);
    await clock.advance(70_000);
    watch.resume();
    await clock.advance(0);
    expect(ended).toEqual([70_000]);
  });
});

describe('millisecondsLeft', () => {
  it('reads exp of both kinds and nothing else', () => {
    expect(millisecondsLeft(accessToken(100), 40_000)).toBe(60_000);
    expect(millisecondsLeft(capabilityToken(100), 160_000)).toBe(-60_000);
    expect(millisecondsLeft('opaque', 0)).toBeUndefined();
    expect(millisecondsLeft(capabilityToken(100, { exp: 'soon' }), 0)).toBeUndefined();
  });
});

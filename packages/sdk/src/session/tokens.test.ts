import { describe, expect, it } from 'vitest';
import { FakeBridge } from '../../test-support/fake-bridge.ts';
import { ManualClock, settled } from '../../test-support/manual-clock.ts';
import { accessToken, capabilityToken } from '../../test-support/tokens.ts';
import { fakeHost } from '../../test-support/worker-under-test.ts';
import { type ClientOptions, resolvePorts } from '../options.ts';
import { expiryOf } from './token-claims.ts';
import { createTokens } from './tokens.ts';

const DAY_MS = 86_400_000;

function watched(options: ClientOptions = {}) {
  const clock = new ManualClock();
  const ended: number[] = [];
  const renewed: string[] = [];
  const start = clock.now();
  const ports = resolvePorts(options, fakeHost(clock, new FakeBridge('v2'), []));
  const owner = {
    ended: () => ended.push(clock.now() - start),
    renewed: (token: string) => renewed.push(token),
    failed: () => undefined,
  };
  const tokens = createTokens('one', ports, owner, 1);
  tokens.open();
  return { clock, tokens, ended, renewed };
}

describe('Tokens', () => {
  it('says 5 s ahead that the token ends, once', async () => {
    const { clock, tokens, ended } = watched();
    tokens.lasts(60_000);
    await clock.advance(DAY_MS);
    expect(await tokens.refused('one')).toBe(false);
    expect(ended).toEqual([55_000]);
    expect(tokens.dead).toBe(true);
  });

  it('holds lifetimes beyond the longest timer of the platform', async () => {
    const { clock, tokens, ended } = watched();
    tokens.lasts(60 * DAY_MS);
    await clock.advance(100 * DAY_MS);
    expect(ended).toEqual([60 * DAY_MS - 5000]);
  });

  it('a new token without a readable end is taken to last as long as the one before', async () => {
    const { clock, tokens, ended } = watched();
    tokens.lasts(60_000);
    await clock.advance(50_000);
    tokens.replace('two');
    expect(tokens.current).toBe('two');
    expect(await tokens.refused('one')).toBe(true);
    expect(ended).toEqual([]);
    await clock.advance(60_000);
    expect(ended).toEqual([105_000]);
  });

  it('leaves no timer when closed and finds its place when opened again', async () => {
    const { clock, tokens, ended } = watched();
    tokens.lasts(60_000);
    tokens.close();
    expect(clock.pending).toBe(0);
    await clock.advance(70_000);
    tokens.open();
    await clock.advance(0);
    expect(ended).toEqual([70_000]);
  });

  it('asks ahead of the end of a token that was given while asking for it failed', async () => {
    const asks: ((cause: Error) => void)[] = [];
    const { clock, tokens, ended } = watched({ getToken: () => new Promise((_, reject) => asks.push(reject)) });
    tokens.lasts(120_000);
    await clock.advance(60_000);
    tokens.replace('two');
    asks[0]?.(new Error('down'));
    await settled();
    await clock.advance(59_999);
    expect([asks.length, ended]).toEqual([1, []]);
    await clock.advance(1);
    expect([asks.length, ended]).toEqual([2, []]);
  });

  it('uses no token once closed, however late between giving and taking', async () => {
    const taken: string[][] = [];
    for (let turns = 0; turns < 8; turns += 1) {
      let give: (token: string) => void = () => undefined;
      const { tokens, renewed } = watched({ getToken: () => new Promise((resolve) => (give = resolve)) });
      void tokens.refused('one');
      await settled();
      give('two');
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const before = [...renewed];
      tokens.close();
      await settled();
      expect(renewed).toEqual(before);
      taken.push(renewed);
    }
    expect([taken[0], taken.at(-1)]).toEqual([[], ['two']]);
  });
});

describe('expiryOf', () => {
  it('reads exp of both kinds and nothing else', () => {
    expect(expiryOf(accessToken(100))).toBe(100_000);
    expect(expiryOf(capabilityToken(100))).toBe(100_000);
    expect(expiryOf('opaque')).toBeUndefined();
    expect(expiryOf(capabilityToken(100, { exp: 'soon' }))).toBeUndefined();
  });
});

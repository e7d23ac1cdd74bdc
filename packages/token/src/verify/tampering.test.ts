import { decodeToken } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { verify } from './verify.ts';

const good = await f.signRaw(f.CAPABILITY_HEADER, f.workerClaims, f.AUTH_TOKEN);
const goodAccess = await f.signRaw(f.ACCESS_HEADER, f.accessClaims, f.KEY_SECRET);
const check = (token: string) => verify(token, { keys: f.keys, now: f.NOW });
const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const [header = '', payload = '', signature = ''] = good.split('.');

describe('a changed token', () => {
  it.each([
    ['capability', good],
    ['access', goodAccess],
  ])('of the %s kind is refused for any flipped bit', async (_name, token) => {
    const segments = token.split('.');
    const bits = segments.flatMap((text, segment) =>
      Array.from({ length: Buffer.from(text, 'base64url').length * 8 }, (_, bit) => ({ segment, bit })),
    );
    const sampled = bits.filter(({ segment }, index) => segment === 2 || index % 7 === 0);
    const results = await Promise.all(sampled.map(({ segment, bit }) => check(flip(segments, segment, bit))));
    expect(results.filter((result) => result.ok)).toEqual([]);
    expect(sampled.length).toBeGreaterThan(256);
  });

  it('with its expiry moved is refused for the signature, not the expiry', async () => {
    const moved = encode({ ...f.workerClaims, exp: f.ISSUED - 1 });
    expect(await check([header, moved, signature].join('.'))).toMatchObject({ reason: 'bad_signature', status: 403 });
  });

  it('with a claim repeated is refused; signed so, the last one counts for everybody', async () => {
    const text = JSON.stringify(f.workerClaims).replace('{', `{"workspace_sid":"WS9",`);
    expect(await check([header, encode(text), signature].join('.'))).toMatchObject({ reason: 'bad_signature' });
    const signed = await f.signRaw(f.CAPABILITY_HEADER, text, f.AUTH_TOKEN);
    expect(await check(signed)).toMatchObject({ ok: true, claims: { workspace_sid: f.WORKSPACE } });
    expect(decodeToken(signed)?.payload.workspace_sid).toBe(f.WORKSPACE);
  });

  it.each([
    ['alg none and no signature', `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`, 'bad_header'],
    ['alg none and the old signature', `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.${signature}`, 'bad_header'],
    ['alg HS512', `${encode({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`, 'bad_header'],
    ['alg RS256', `${encode({ alg: 'RS256', typ: 'JWT' })}.${payload}.${signature}`, 'bad_header'],
    ['no alg', `${encode({ typ: 'JWT' })}.${payload}.${signature}`, 'bad_header'],
    ['alg in a list', `${encode({ alg: ['HS256'] })}.${payload}.${signature}`, 'bad_header'],
    ['an unknown crit', `${encode({ alg: 'HS256', crit: ['x'], x: 1 })}.${payload}.${signature}`, 'malformed'],
    ['no signature', `${header}.${payload}.`, 'bad_signature'],
    ['half a signature', `${header}.${payload}.${signature.slice(0, 20)}`, 'bad_signature'],
    ['a signature that is no base64url', `${header}.${payload}.!!!!`, 'malformed'],
    ['two segments', `${header}.${payload}`, 'malformed'],
    ['four segments', `${good}.x`, 'malformed'],
    ['an empty payload', `${header}..${signature}`, 'malformed'],
    ['a list as payload', `${header}.${encode([])}.${signature}`, 'malformed'],
    ['white space around', ` ${good} `, 'malformed'],
    ['nothing', '', 'malformed'],
  ])('is refused with %s', async (_name, token, reason) => {
    expect(await check(token)).toMatchObject({ ok: false, reason, status: 403 });
  });

  it('is refused for its length before anything is decoded', async () => {
    const huge = await f.signRaw(
      f.CAPABILITY_HEADER,
      { ...f.workerClaims, friendly_name: 'x'.repeat(8192) },
      f.AUTH_TOKEN,
    );
    expect(await check(huge)).toMatchObject({ reason: 'too_large', status: 403 });
    expect(await check('.'.repeat(1_000_000))).toMatchObject({ reason: 'too_large' });
  });

  it('is refused when it is not text at all', async () => {
    expect(await check(undefined as unknown as string)).toMatchObject({ reason: 'malformed' });
  });

  it('never makes verify throw', async () => {
    const json = fc.json().map(encode);
    const anything = fc.oneof(json, fc.string());
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.constant(header), anything), anything, anything, async (first, second, third) => {
        expect((await check(`${first}.${second}.${third}`)).ok).toBe(false);
      }),
    );
  });

  it('never makes verify throw when signed: any claims are answered', async () => {
    const claims = fc.dictionary(fc.constantFrom(...Object.keys(f.workerClaims)), fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(claims, async (changes) => {
        const payloadOf = { ...f.workerClaims, ...changes, account_sid: f.ACCOUNT };
        const result = await check(await f.signRaw(f.CAPABILITY_HEADER, payloadOf, f.AUTH_TOKEN));
        expect(result.ok || result.message !== '').toBe(true);
      }),
    );
  });
});

function flip(segments: readonly string[], segment: number, bit: number): string {
  const bytes = Buffer.from(segments[segment] ?? '', 'base64url');
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return segments.map((text, index) => (index === segment ? bytes.toString('base64url') : text)).join('.');
}

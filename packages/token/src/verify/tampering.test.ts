import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { explain } from '../explain/explain.ts';
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

  it('with a claim repeated is refused for the signature', async () => {
    const text = JSON.stringify(f.workerClaims).replace('{', `{"workspace_sid":"WS9",`);
    expect(await check([header, encode(text), signature].join('.'))).toMatchObject({ reason: 'bad_signature' });
  });

  it.each([
    ['at the top', (text: string) => text.replace('{', '{"workspace_sid":"WS9",')],
    ['with the same value', (text: string) => text.replace('{', `{"iss":"${f.ACCOUNT}",`)],
    ['written with an escape', (text: string) => text.replace('{', '{"\\u0069ss":"AC9",')],
    ['in a rule', (text: string) => text.replace('"allow":true', '"allow":false,"allow" : true')],
    ['in a filter', (text: string) => text.replace('"post_filter":{}', '"post_filter":{"A":"x","A":"y"}')],
  ])('with a claim repeated %s is refused even when the signature is genuine', async (_name, change) => {
    const signed = await f.signRaw(f.CAPABILITY_HEADER, change(JSON.stringify(f.workerClaims)), f.AUTH_TOKEN);
    expect(await check(signed)).toMatchObject({
      ok: false,
      reason: 'repeated_name',
      message: expect.stringContaining('twice'),
    });
    expect(explain(signed, { now: f.NOW }).refusal?.message).toContain('twice');
  });

  it('with a header field repeated is refused even when the signature is genuine', async () => {
    const text = '{"alg":"none","alg":"HS256","typ":"JWT"}';
    const input = `${encode(text)}.${payload}`;
    const signed = `${input}.${createHmac('sha256', f.AUTH_TOKEN).update(input).digest('base64url')}`;
    expect(await check(signed)).toMatchObject({
      ok: false,
      reason: 'repeated_name',
      message: expect.stringContaining('"alg"'),
    });
  });

  it('may name things alike in different objects, and in values', async () => {
    const rule = { ...f.workerClaims.policies[0], post_filter: { iss: 'url', url: 'iss' } };
    const claims = {
      ...f.workerClaims,
      friendly_name: '"iss": {"iss":',
      policies: [rule, { ...rule, method: 'POST' }],
    };
    expect(await check(await f.signRaw(f.CAPABILITY_HEADER, claims, f.AUTH_TOKEN))).toMatchObject({ ok: true });
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

  it('signed for one family is no token of the other', async () => {
    const secrets = { capability: f.AUTH_TOKEN, access: f.KEY_SECRET };
    const crossed = await Promise.all([
      f.signRaw(f.ACCESS_HEADER, f.accessClaims, secrets.capability),
      f.signRaw(f.CAPABILITY_HEADER, f.workerClaims, secrets.access),
      f.signRaw(f.ACCESS_HEADER, { ...f.accessClaims, iss: f.ACCOUNT }, secrets.capability),
      f.signRaw(f.ACCESS_HEADER, f.workerClaims, secrets.capability),
      f.signRaw(f.CAPABILITY_HEADER, f.accessClaims, secrets.access),
    ]);
    const results = await Promise.all(crossed.map(check));
    expect(results.map((result) => (result.ok ? 'accepted' : result.reason))).toEqual([
      'bad_signature',
      'bad_signature',
      'unknown_issuer',
      'unknown_issuer',
      'bad_header',
    ]);
  });

  it('signed with a public key as if it were a secret is refused', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const confused = await f.signRaw(f.CAPABILITY_HEADER, f.workerClaims, pem);
    expect(await check(confused)).toMatchObject({ reason: 'bad_signature' });
    const input = `${encode({ alg: 'RS256', typ: 'JWT' })}.${payload}`;
    const asymmetric = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    expect(await verify(asymmetric, { keys: { authTokens: () => [pem] }, now: f.NOW })).toMatchObject({
      reason: 'bad_header',
    });
  });

  it('that ends early is refused wherever it is cut', async () => {
    const cuts = await Promise.all(Array.from({ length: good.length }, (_, end) => check(good.slice(0, end))));
    const reasons = new Set(cuts.map((result) => (result.ok ? 'accepted' : result.reason)));
    expect([...reasons].sort()).toEqual(['bad_signature', 'malformed']);
  });

  it('made to be slow is answered in bounded time', async () => {
    const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
    const body = (text: string) => JSON.stringify(f.workerClaims).replace('{', `{"x":${text},`);
    const payloads = [
      body(deep('[', ']', 2500)),
      body(`${'{"a":'.repeat(800)}1${'}'.repeat(800)}`),
      body(JSON.stringify('\\'.repeat(1200))),
      body(JSON.stringify(' :"'.repeat(800))),
      body(`1${' '.repeat(5000)}`),
      JSON.stringify({
        ...f.workerClaims,
        policies: Array.from({ length: 150 }, (_, index) => ({ url: `h:${index}`, method: 'GET' })),
      }),
      JSON.stringify({ ...f.workerClaims, policies: [{ url: `https://h${'/%2a'.repeat(1000)}`, method: 'GET' }] }),
    ];
    const begun = performance.now();
    for (const text of payloads) {
      const token = await f.signRaw(f.CAPABILITY_HEADER, text, f.AUTH_TOKEN);
      expect(token.length).toBeLessThanOrEqual(8192);
      const { ok } = await check(token);
      expect(explain(token, { now: f.NOW }).refusal === undefined).toBe(ok);
    }
    await check('.'.repeat(50_000_000));
    expect(explain('.'.repeat(50_000_000)).refusal?.reason).toBe('too_large');
    // A thousand times what it takes: only something quadratic or worse comes near.
    expect(performance.now() - begun).toBeLessThan(5_000);
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeClaims, decodeToken, tokenFamily } from './claims.ts';

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }): string =>
  `${segment(header)}.${segment(payload)}.c2ln`;

describe('decodeToken', () => {
  it('reads header and payload without checking the signature', () => {
    expect(decodeToken(token({ channel: 'WK1' }))).toEqual({
      header: { alg: 'HS256', typ: 'JWT' },
      payload: { channel: 'WK1' },
    });
  });

  it('reads percent signs, control characters and text of every script', () => {
    const claims = { name: '100% %41 \u0000\u007f Zürich 東京 😀', '%': '%%' };
    expect(decodeClaims(token(claims))).toEqual(claims);
  });

  it('reads any JSON object whose text is UTF-8', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })), (claims) => {
        expect(JSON.stringify(decodeClaims(token(claims)))).toBe(JSON.stringify(JSON.parse(JSON.stringify(claims))));
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['two segments', `${segment({})}.${segment({})}`],
    ['an encrypted token of five segments', 'a.b.c.d.e'],
    ['an empty payload', `${segment({})}..c2ln`],
    ['an array as payload', token([])],
    ['a string as payload', token('x')],
    ['null as header', token({}, null)],
    ['padding', `${segment({ a: 1 })}=.${segment({})}.c2ln`],
    ['the alphabet of plain base64', `${segment({})}.+/+/.c2ln`],
    ['an impossible length', `${segment({})}.abcde.c2ln`],
    ['bytes that are not UTF-8', `${segment({})}.${Buffer.from([0x22, 0xff, 0x22]).toString('base64url')}.c2ln`],
    ['text that is not JSON', `${segment({})}.${Buffer.from('{').toString('base64url')}.c2ln`],
  ])('answers undefined for %s', (_name, text) => {
    expect(decodeToken(text)).toBeUndefined();
    expect(decodeClaims(text)).toBeUndefined();
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, payload) => {
        decodeToken(`${header}.${payload}.c2ln`);
        expect(decodeToken(`${header}.${payload}`)?.payload).toBe(decodeClaims(`${header}.${payload}`));
      }),
    );
  });
});

describe('tokenFamily', () => {
  it.each([
    ['policies and channel', { policies: [], channel: 'WK1' }, {}, 'capability'],
    ['policies and channel under a cty header', { policies: [], channel: 'WK1' }, { cty: 'x' }, 'capability'],
    ['a cty header', {}, { cty: 'twilio-fpa;v=1' }, 'access'],
    ['a cty header over an unreadable payload', undefined, { cty: 'twilio-fpa;v=1' }, 'access'],
    ['grants', { grants: {} }, {}, 'access'],
    ['policies alone', { policies: [] }, {}, 'unknown'],
    ['policies that are no list', { policies: {}, channel: 'WK1' }, {}, 'unknown'],
    ['an unreadable token', undefined, undefined, 'unknown'],
  ])('%s', (_name, payload, header, family) => {
    expect(tokenFamily(payload, header)).toBe(family);
  });
});

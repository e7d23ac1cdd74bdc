import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { allow } from '../policies/rule.ts';
import { allows } from './allows.ts';

const OWN = 'http://localhost:8787';
const PATH = new URL(f.WORKER_URL).pathname;
const RUNS = { numRuns: 5_000 };
const tree = [allow(`${f.WORKER_URL}/**`, 'GET')];
const literal = [allow(f.WORKER_URL, 'GET')];
const isAllowed = (rules: typeof tree, url: string) =>
  allows(rules, { method: 'GET', url, origins: [OWN], params: {} }).allowed;

/** Pieces that parsers of URLs have disagreed about, and those of the URL that is permitted. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(f.WORKER_URL, PATH, 'https://taskrouter.twilio.com', OWN) },
  { weight: 3, arbitrary: fc.constantFrom(...PATH.split('/').flatMap((segment) => ['/', segment])) },
  fc.constantFrom('..', '.', '%2e%2e', '%2E.', '%2f', '%5c', '%00', '%', '%zz', '%25', '%252e', '\\', '//', '///'),
  fc.constantFrom('@', ':', ':443', ':80', ':0', '?', '?a=b', '&', '#', ';', '|', '[', ']', '^', '`', '{', '*', '**'),
  fc.constantFrom(' ', '\t', '\n', '\r\n', '\u0000', '\u00ad', '\u2024', '\uff0e', '\uff0f', '\u202e', '\ufeff', 'ﬀ'),
  fc.constantFrom('http:', 'https:', 'HTTPS://', 'javascript:', 'data:', 'file:///', 'ws:', '.evil.example', 'xn--'),
  fc.string({ maxLength: 3 }),
);
const wildUrl = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

/** One character of the permitted URL replaced, removed or doubled. */
const nearUrl = fc
  .tuple(
    fc.nat({ max: f.WORKER_URL.length - 1 }),
    fc.constantFrom('replace', 'remove', 'double'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  .map(([at, how, other]) => {
    const own = f.WORKER_URL[at] ?? '';
    const instead = { replace: other, remove: '', double: own + own }[how] ?? other;
    return f.WORKER_URL.slice(0, at) + instead + f.WORKER_URL.slice(at + 1);
  });

/** How the platform's own parser reads a URL: the hosts that count are those it would connect to. */
function readByPlatform(url: string): { origin: string; path: string } {
  const { origin, pathname } = new URL(url, OWN);
  return { origin, path: decodeURIComponent(pathname).replace(/\/$/, '') };
}

describe('a URL', () => {
  it.each([
    ['made of pieces', wildUrl],
    ['near a permitted one', nearUrl],
  ])('%s is permitted only where the platform’s parser sees the same host and path', (_name, urls) => {
    fc.assert(
      fc.property(urls, (url) => {
        if (!isAllowed(tree, url)) return;
        const { origin, path } = readByPlatform(url);
        expect([OWN, 'https://taskrouter.twilio.com', 'https://event-bridge.twilio.com']).toContain(origin);
        expect(`${path}/`.startsWith(`${PATH}/`)).toBe(true);
        if (isAllowed(literal, url)) expect(path).toBe(PATH);
      }),
      RUNS,
    );
  });

  it('below a permitted tree is permitted whatever its segments say, when they are encoded', () => {
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !['.', '..'].includes(text) && !/[/\\]/.test(text));
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 4 }), fc.constantFrom('', '/'), (segments, slash) => {
        const url = [f.WORKER_URL, ...segments.map(encodeURIComponent)].join('/') + slash;
        expect(isAllowed(tree, url)).toBe(true);
        expect(isAllowed(literal, url)).toBe(segments.length === 0);
      }),
      RUNS,
    );
  });

  it('is answered in time that grows with its length only', () => {
    const begun = performance.now();
    for (const part of ['/', '%2f', '/a', '*', '@', '?a=b&', '#', '%', ':', '.', '/**']) {
      expect(isAllowed(literal, f.WORKER_URL + part.repeat(100_000))).toBe(false);
    }
    // Milliseconds when linear; what grows with the square takes minutes.
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});

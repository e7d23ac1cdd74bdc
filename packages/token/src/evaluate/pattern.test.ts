import { describe, expect, it } from 'vitest';
import { parseLocation } from './location.ts';
import { matchesPath, parsePattern } from './pattern.ts';

const P = 'https://taskrouter.twilio.com/v1/Workspaces/WS1';

const matches = (patternUrl: string, url: string): boolean | undefined => {
  const pattern = parsePattern(patternUrl);
  const location = parseLocation(url);
  return pattern && location && matchesPath(pattern, location);
};

describe('a literal', () => {
  it.each([
    [P, true],
    [`${P}/`, true],
    [`${P}/Tasks`, false],
    [`${P}1`, false],
    [P.slice(0, -4), false],
    [P.toLowerCase(), false],
    [P.replace('Workspaces', '%57orkspaces'), true],
  ])('against %s: %s', (url, expected) => {
    expect(matches(P, url)).toBe(expected);
    expect(matches(`${P}/`, url)).toBe(expected);
  });
});

describe('P/*', () => {
  it.each([
    [`${P}/Tasks`, true],
    [`${P}/Tasks/`, true],
    [P, false],
    [`${P}/`, false],
    [`${P}/Tasks/WT1`, false],
    [`${P}1/Tasks`, false],
  ])('against %s: %s', (url, expected) => {
    expect(matches(`${P}/*`, url)).toBe(expected);
  });
});

describe('P/**', () => {
  it.each([
    [P, true],
    [`${P}/`, true],
    [`${P}/Tasks`, true],
    [`${P}/Tasks/WT1/Reservations/WR1`, true],
    [`${P}1`, false],
    [P.slice(0, -4), false],
  ])('against %s: %s', (url, expected) => {
    expect(matches(`${P}/**`, url)).toBe(expected);
  });
});

describe('parsePattern', () => {
  it.each([
    ['nothing', ''],
    ['a path only', '/v1/Workspaces'],
    ['a query', `${P}?Minutes=5`],
    ['an empty query', `${P}?`],
    ['a wildcard in the middle', `${P}/*/Tasks`],
    ['a wildcard before a wildcard', `${P}/*/**`],
    ['a wildcard within a segment', `${P}/Tasks*`],
    ['three stars', `${P}/***`],
    ['another scheme', P.replace('https', 'wss')],
  ])('refuses %s', (_name, url) => {
    expect(parsePattern(url)).toBeUndefined();
  });
});

it('reads a pattern the same however often and after however many others', () => {
  const first = parsePattern(`${P}/Tasks/**`);
  for (let index = 0; index < 3000; index += 1) parsePattern(`${P}/Tasks/WT${index}`);
  expect(parsePattern(`${P}/Tasks/**`)).toEqual(first);
  expect(parsePattern(`${P}/*/x`)).toBeUndefined();
  expect(parsePattern(`${P}/*/x`)).toBeUndefined();
  const long = `${P}/${'x'.repeat(1000)}`;
  expect(parsePattern(long)).toEqual(parsePattern(long));
});

import { describe, expect, it } from 'vitest';
import { WORKER_URL } from '../../test/fixtures.ts';
import { parsePolicies } from './parse-policies.ts';

const rule = { url: WORKER_URL, method: 'GET', allow: true };

describe('parsePolicies', () => {
  it.each([
    ['an empty list', []],
    ['rules without filters', [rule]],
    ['a rule without allow', [{ url: WORKER_URL, method: 'GET' }]],
    ['unknown fields', [{ ...rule, note: 'x' }]],
    ['harmless duplicates', [rule, { ...rule, query_filter: {} }]],
    ['opposite rules for other filters', [rule, { ...rule, allow: false, query_filter: { A: 'x' } }]],
    ['opposite rules for other methods', [rule, { ...rule, allow: false, method: 'POST' }]],
    [
      'opposite rules for /* and /**',
      [
        { ...rule, url: `${WORKER_URL}/*` },
        { url: `${WORKER_URL}/**`, method: 'GET' },
      ],
    ],
  ])('accepts %s', (_name, value) => {
    expect(parsePolicies(value)).toEqual({ ok: true, policies: value });
  });

  it.each([
    ['nothing', undefined, 'policies must be a list of rules'],
    ['an object', {}, 'policies must be a list of rules'],
    ['null as a rule', [null], 'policies.0'],
    ['no URL', [{ method: 'GET' }], 'policies.0.url'],
    ['a URL that cannot be read', [rule, { ...rule, url: `${WORKER_URL}/*/x` }], 'policies.1.url must be an absolute'],
    ['an unknown method', [{ ...rule, method: 'PUT' }], 'policies.0.method must be GET, POST or DELETE'],
    ['allow as text', [{ ...rule, allow: 'false' }], 'policies.0.allow must be true or false'],
    ['a filter as a list', [{ ...rule, post_filter: ['ActivitySid'] }], 'policies.0.post_filter must map'],
    ['a number as matcher', [{ ...rule, query_filter: { A: 1 } }], 'policies.0.query_filter must map'],
    [
      'a misspelled matcher',
      [{ ...rule, query_filter: { A: { requried: true } } }],
      'policies.0.query_filter must map',
    ],
    ['more than 1000 rules', Array(1001).fill(rule), 'policies must hold at most 1000 rules'],
  ])('refuses %s', (_name, value, message) => {
    expect(parsePolicies(value)).toMatchObject({
      ok: false,
      reason: 'malformed_policies',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['word for word', { ...rule, allow: false }],
    ['without allow, which refuses', { url: WORKER_URL, method: 'GET' }],
    ['with a trailing slash', { ...rule, url: `${WORKER_URL}/`, allow: false }],
    ['with an empty filter', { ...rule, post_filter: {}, allow: false }],
  ])('calls opposite rules a conflict %s', (_name, opposite) => {
    expect(parsePolicies([rule, opposite])).toMatchObject({ ok: false, reason: 'conflicting_policies' });
    expect(parsePolicies([opposite, rule])).toMatchObject({ ok: false, reason: 'conflicting_policies' });
  });

  it('compares filters by meaning, whatever the order of their names', () => {
    const one = { ...rule, query_filter: { A: 'x', B: { required: false } } };
    const other = { ...rule, query_filter: { B: {}, A: { required: true, value: 'x' } }, allow: false };
    expect(parsePolicies([one, other])).toMatchObject({ ok: false, reason: 'conflicting_policies' });
  });

  it('keeps filter names that objects inherit', () => {
    const value = [{ ...rule, query_filter: { constructor: 'x' } }];
    expect(parsePolicies(value)).toEqual({ ok: true, policies: value });
  });
});

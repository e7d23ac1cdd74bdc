import type { Policy } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { allow, deny } from '../policies/rule.ts';
import { taskQueuePolicies } from '../policies/task-queue.ts';
import { workerPolicies } from '../policies/worker.ts';
import { workspacePolicies } from '../policies/workspace.ts';
import type { AccessRequest } from './allows.ts';
import { allows } from './allows.ts';

const W = f.WORKSPACE_URL;
const R = f.WORKER_URL;
type Row = [name: string, method: string, url: string, params: Record<string, unknown>, reason: string];

const decideAll = (policies: readonly Policy[], rows: Row[]): void => {
  it.each(rows)('%s', (_name, method, url, params, reason) => {
    const decision = allows(policies, { method, url, params });
    expect(decision.reason).toBe(reason);
    expect(decision.allowed).toBe(reason === 'rule_allows');
  });
};

describe('a worker token with fetch, activity and reservation capabilities', () => {
  const policies = [
    ...workerPolicies.automatic(f.worker),
    ...workerPolicies.fetchSubresources(f.worker),
    ...workerPolicies.activityUpdates(f.worker),
    ...workerPolicies.reservationUpdates(f.worker),
  ];
  decideAll(policies, [
    ['opens its socket', 'GET', f.channelUrl(f.WORKER), {}, 'rule_allows'],
    ['posts envelopes', 'POST', f.channelUrl(f.WORKER), {}, 'rule_allows'],
    ['not on another channel', 'POST', f.channelUrl(f.QUEUE), {}, 'no_rule'],
    ['changes its activity', 'POST', R, { ActivitySid: 'WA1' }, 'rule_allows'],
    ['not its name beside it', 'POST', R, { ActivitySid: 'WA1', FriendlyName: 'x' }, 'no_rule'],
    ['not without the activity', 'POST', R, {}, 'no_rule'],
    ['reads its statistics', 'GET', `${R}/Statistics`, { Minutes: 60 }, 'rule_allows'],
    ['reads its channels', 'GET', `${R}/Channels`, {}, 'rule_allows'],
    ['not the workspace', 'GET', W, {}, 'no_rule'],
    ['reads the activities', 'GET', `${W}/Activities`, {}, 'rule_allows'],
    ['not one activity', 'GET', `${W}/Activities/WA1`, {}, 'no_rule'],
    ['answers a reservation', 'POST', `${W}/Tasks/WT1/Reservations/WR1`, { Any: 1 }, 'rule_allows'],
    ['creates a task, Tasks/** covering Tasks', 'POST', `${W}/Tasks`, {}, 'rule_allows'],
    ['reads its reservations', 'GET', `${R}/Reservations`, {}, 'rule_allows'],
    ['deletes no task', 'DELETE', `${W}/Tasks/WT1`, {}, 'no_rule'],
    ['not in another workspace', 'POST', `${W.replace(/2$/, '9')}/Tasks/WT1`, {}, 'no_rule'],
  ]);
});

describe('a workspace token with all subresources', () => {
  const policies: Policy[] = [
    // As PHP writes its automatic rules: without filters.
    { url: f.channelUrl(f.WORKSPACE), method: 'GET', allow: true },
    { url: f.channelUrl(f.WORKSPACE), method: 'POST', allow: true },
    { url: W, method: 'GET', allow: true },
    ...workspacePolicies.fetchSubresources(f.workspace),
    ...workspacePolicies.updatesSubresources(f.workspace),
    ...workspacePolicies.deleteSubresources(f.workspace),
  ];
  decideAll(policies, [
    ['reads the workspace with a trailing slash', 'GET', `${W}/`, {}, 'rule_allows'],
    ['creates tasks', 'POST', `${W}/Tasks`, {}, 'rule_allows'],
    ['changes the workspace itself', 'POST', W, {}, 'rule_allows'],
    ['deletes workers', 'DELETE', R, {}, 'rule_allows'],
    ['not a workspace whose SID only starts alike', 'POST', `${W}0`, {}, 'no_rule'],
    ['not the list of workspaces', 'GET', W.slice(0, W.lastIndexOf('/')), {}, 'no_rule'],
  ]);
});

describe('a task queue token', () => {
  const policies = [
    ...taskQueuePolicies.automatic(f.queue),
    ...taskQueuePolicies.fetchSubresources(f.queue),
    ...taskQueuePolicies.updates(f.queue),
  ];
  decideAll(policies, [
    ['reads the queue', 'GET', f.QUEUE_URL, {}, 'rule_allows'],
    ['reads its statistics', 'GET', `${f.QUEUE_URL}/Statistics`, {}, 'rule_allows'],
    ['changes the queue', 'POST', f.QUEUE_URL, { FriendlyName: 'x' }, 'rule_allows'],
    ['not what is below it', 'POST', `${f.QUEUE_URL}/x`, {}, 'no_rule'],
    ['a misspelled collection matches nothing', 'GET', f.QUEUE_URL.replace('TaskQueues', 'TaskQueue'), {}, 'no_rule'],
  ]);
});

describe('specificity', () => {
  const policies: Policy[] = [
    { url: `${W}/**`, method: 'POST', allow: true },
    { url: `${W}/Workers/**`, method: 'POST', allow: false },
    { url: R, method: 'POST', post_filter: { ActivitySid: { required: true } }, allow: true },
  ];
  decideAll(policies, [
    ['the literal wins', 'POST', R, { ActivitySid: 'WA1' }, 'rule_allows'],
    ['an unsatisfied filter leaves it to the next', 'POST', R, { FriendlyName: 'x' }, 'rule_denies'],
    ['the narrower tree wins', 'POST', `${W}/Workers/WK9`, {}, 'rule_denies'],
    ['the wider tree decides the rest', 'POST', `${W}/Tasks/WT1`, {}, 'rule_allows'],
  ]);

  it.each([
    ['a literal over /*', [deny(`${W}/*`, 'GET'), allow(`${W}/Tasks`, 'GET')], 'rule_allows'],
    ['/* over /**', [deny(`${W}/**`, 'GET'), allow(`${W}/*`, 'GET')], 'rule_allows'],
    ['filters over none', [deny(`${W}/*`, 'GET'), allow(`${W}/*`, 'GET', { query: { P: '1' } })], 'rule_allows'],
    [
      'a longer path over filters',
      [deny(`${W}/Tasks`, 'GET'), allow(`${W}/*`, 'GET', { query: { P: '1' } })],
      'rule_denies',
    ],
    [
      'refusal when equals disagree',
      [allow(`${W}/*`, 'GET', { query: { P: '1' } }), deny(`${W}/*`, 'GET', { query: { P: { required: true } } })],
      'rules_disagree',
    ],
    ['refusal of a rule without allow', [{ url: `${W}/Tasks`, method: 'GET' }], 'rule_denies'],
    ['refusal by default', [], 'no_rule'],
    ['no effect of filters for the other method', [allow(`${W}/*`, 'GET', { post: { X: '1' } })], 'rule_allows'],
  ])('%s', (_name, policies, reason) => {
    expect(allows(policies, { method: 'GET', url: `${W}/Tasks`, params: { P: '1' } }).reason).toBe(reason);
  });

  it('names the rule that decided', () => {
    const rules = [allow(`${W}/**`, 'GET'), deny(`${W}/Tasks/**`, 'GET')];
    expect(allows(rules, { method: 'GET', url: `${W}/Tasks/WT1` }).rule).toBe(rules[1]);
    expect(allows(rules, { method: 'GET', url: `${W}/Workers` }).rule).toBe(rules[0]);
  });
});

describe('the request itself', () => {
  const policies = [allow(`${W}/**`, 'GET'), allow(R, 'POST', { post: { ActivitySid: { required: true } } })];
  const ask = (request: Partial<AccessRequest>) => allows(policies, { method: 'GET', url: W, ...request }).reason;

  it('may use the vendor’s hosts, of any region, and paths only', () => {
    expect(ask({ url: W.replace('taskrouter.', 'taskrouter.ie1-ix.us1.'), origins: [] })).toBe('rule_allows');
    expect(ask({ url: new URL(W).pathname, origins: [] })).toBe('rule_allows');
    expect(ask({ url: W.replace('.com', '.com:443'), origins: [] })).toBe('rule_allows');
    expect(ask({ url: W.replace('https://taskrouter', 'HTTPS://TaskRouter'), origins: [] })).toBe('rule_allows');
  });

  it('may use the origin it came to, for rules written for the vendor and the other way round', () => {
    const local = W.replace('https://taskrouter.twilio.com', 'http://localhost:8787');
    expect(ask({ url: local, origins: ['http://localhost:8787/'] })).toBe('rule_allows');
    expect(ask({ url: local })).toBe('rule_allows');
    expect(ask({ url: local, origins: ['http://LOCALHOST:8787'] })).toBe('rule_allows');
    const v6 = local.replace('localhost', '[::1]');
    expect(ask({ url: v6, origins: ['http://[::1]:8787'] })).toBe('rule_allows');
    const plain = local.replace(':8787', '');
    expect(ask({ url: plain, origins: ['http://localhost:80'] })).toBe('rule_allows');
    const rules = [allow(local, 'GET')];
    expect(allows(rules, { method: 'GET', url: W, origins: ['http://localhost:8787'] }).reason).toBe('rule_allows');
  });

  it('may not use a foreign origin, nor may a rule', () => {
    const foreign = W.replace('taskrouter.twilio.com', 'taskrouter.twilio.com.example');
    expect(ask({ url: foreign, origins: ['http://localhost:8787'] })).toBe('foreign_origin');
    expect(allows([allow(foreign, 'GET')], { method: 'GET', url: W }).reason).toBe('no_rule');
  });

  it.each([
    `${W}/Tasks/../../WS9`,
    `${W}/Tasks/%2e%2e/WS9`,
    `${W}/Tasks%2FWT1`,
    `${W}//Tasks`,
    `${W}/Tasks\\WT1`,
    `${W}/Ta\tsks`,
    `${W}/Tasks#x`,
    `${W}/%zz`,
    'https://user@taskrouter.twilio.com/v1',
    W.replace('.com', '.com:443:443'),
    W.replace('.com', '.com:'),
    W.replace('.com', '.com:x'),
    'ftp://taskrouter.twilio.com/v1',
    'v1/Workspaces',
    '',
  ])('may not have the ambiguous URL %j', (url) => {
    expect(ask({ url })).toBe('bad_url');
  });

  it('has a known method', () => {
    expect(ask({ method: 'PUT' })).toBe('bad_method');
    expect(ask({ method: 'get' })).toBe('bad_method');
  });

  it('counts a query string as parameters, once', () => {
    expect(ask({ method: 'POST', url: `${R}?ActivitySid=WA1` })).toBe('rule_allows');
    expect(ask({ method: 'POST', url: `${R}?ActivitySid=WA1&FriendlyName=x` })).toBe('no_rule');
    expect(ask({ method: 'POST', url: `${R}?ActivitySid=WA1`, params: { ActivitySid: 'WA2' } })).toBe(
      'ambiguous_params',
    );
  });

  it('lies within the token when its claims are given', () => {
    const within = { account_sid: f.ACCOUNT, workspace_sid: f.WORKSPACE, channel: f.WORKER };
    const wide = [allow('https://taskrouter.twilio.com/v1/**', 'GET')];
    const reason = (url: string) => allows(wide, { method: 'GET', url, within }).reason;
    expect(reason(`${W}/Tasks`)).toBe('rule_allows');
    expect(reason(`${W}0/Tasks`)).toBe('outside_token');
    expect(reason('https://taskrouter.twilio.com/v1/Workspaces')).toBe('outside_token');
    expect(reason(f.channelUrl(f.WORKER))).toBe('rule_allows');
    expect(reason(f.channelUrl(f.QUEUE))).toBe('outside_token');
    expect(reason(`${f.channelUrl(f.WORKER)}/x`)).toBe('outside_token');
  });

  it('is refused when any rule cannot be read, for that rule might refuse', () => {
    const rules = [allow(`${W}/**`, 'GET'), { url: `${W}/*/Tasks`, method: 'GET' }];
    expect(allows(rules, { method: 'GET', url: W })).toEqual({
      allowed: false,
      reason: 'malformed_rule',
      rule: rules[1],
    });
  });
});

import type { Policy } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import * as f from '../../test/fixtures.ts';
import { allow, deny } from './rule.ts';
import { taskQueuePolicies } from './task-queue.ts';
import { workerPolicies } from './worker.ts';
import { workspacePolicies } from './workspace.ts';

const brief = (policies: readonly Policy[]) => policies.map(({ method, url }) => `${method} ${url}`);

describe('the lists that all kinds share', () => {
  const kinds = [
    ['worker', f.WORKER_URL, (name: SharedName) => workerPolicies[name](f.worker)],
    ['workspace', f.WORKSPACE_URL, (name: SharedName) => workspacePolicies[name](f.workspace)],
    ['task queue', f.QUEUE_URL, (name: SharedName) => taskQueuePolicies[name](f.queue)],
  ] as const;
  it.each(kinds)('start from the URL of the %s', (_kind, url, list) => {
    expect(brief(list('fetchSubresources'))).toEqual([`GET ${url}/**`]);
    expect(brief(list('updates'))).toEqual([`POST ${url}`]);
    expect(brief(list('updatesSubresources'))).toEqual([`POST ${url}/**`]);
    expect(brief(list('delete'))).toEqual([`DELETE ${url}`]);
    expect(brief(list('deleteSubresources'))).toEqual([`DELETE ${url}/**`]);
  });
  type SharedName = 'fetchSubresources' | 'updates' | 'updatesSubresources' | 'delete' | 'deleteSubresources';
});

describe('the lists of a worker', () => {
  it('open its channel and read what a client shows', () => {
    expect(brief(workerPolicies.automatic(f.worker))).toEqual([
      `GET ${f.channelUrl(f.WORKER)}`,
      `POST ${f.channelUrl(f.WORKER)}`,
      `GET ${f.WORKER_URL}`,
      `GET ${f.WORKSPACE_URL}/Activities`,
      `GET ${f.WORKSPACE_URL}/Tasks/**`,
      `GET ${f.WORKER_URL}/Reservations/**`,
    ]);
    expect(brief(workerPolicies.eventBridge(f.worker))).toEqual(brief(workerPolicies.automatic(f.worker)).slice(0, 2));
    expect(brief(workerPolicies.fetchAttributes(f.worker))).toEqual([`GET ${f.WORKER_URL}`]);
  });

  it('change the activity only through ActivitySid', () => {
    expect(workerPolicies.activityUpdates(f.worker)).toEqual([
      {
        url: f.WORKER_URL,
        method: 'POST',
        query_filter: {},
        post_filter: { ActivitySid: { required: true } },
        allow: true,
      },
    ]);
  });

  it('answer reservations under both of their URLs', () => {
    expect(brief(workerPolicies.reservationUpdates(f.worker))).toEqual([
      `POST ${f.WORKSPACE_URL}/Tasks/**`,
      `POST ${f.WORKER_URL}/Reservations/**`,
    ]);
  });
});

it('makes rules that permit and rules that refuse', () => {
  const filters = { query: { Minutes: { required: false } }, post: { ActivitySid: 'WA1' } };
  const claims = { query_filter: filters.query, post_filter: filters.post };
  expect(allow('https://h/v1', 'GET', filters)).toEqual({ url: 'https://h/v1', method: 'GET', ...claims, allow: true });
  expect(deny('https://h/v1', 'GET', filters)).toEqual({ url: 'https://h/v1', method: 'GET', ...claims, allow: false });
});

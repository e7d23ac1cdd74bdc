import { describe, expect, it } from 'vitest';
import { nextPageParameters } from './next-page.ts';

describe('nextPageParameters', () => {
  it('decodes the query of a page URL', () => {
    const url =
      'https://taskrouter.twilio.com/v1/Workspaces/WS1/Activities?PageSize=2&Page=1&PageToken=DNWA%201+x&Empty';
    expect(nextPageParameters(url)).toEqual({ PageSize: '2', Page: '1', PageToken: 'DNWA 1 x', Empty: '' });
    expect(nextPageParameters('https://a/b')).toEqual({});
  });
});

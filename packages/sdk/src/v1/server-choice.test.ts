import { describe, expect, it } from 'vitest';
import { chooseServer, serverOfScript } from './server-choice.ts';

const script = (src: string, server?: string) => ({ src, dataset: { server } });

describe('the server of a page', () => {
  it('is that of constructor arguments 8 and 9 first', () => {
    const arguments89 = ['http://a.test/v1', 'http://b.test'] as const;
    expect(chooseServer('ie1', ...arguments89, 'http://c.test')).toEqual({ serverUrl: 'http://b.test' });
    expect(chooseServer(null, 'http://a.test/v1', null, undefined)).toEqual({ serverUrl: 'http://a.test' });
  });

  it('then data-server of the script tag, then the origin of a script under /sdk/', () => {
    expect(serverOfScript(script('http://cdn.test/sdk/taskbay.min.js', 'http://s.test/'))).toBe('http://s.test/');
    expect(serverOfScript(script('http://s.test:8787/sdk/taskbay.min.js'))).toBe('http://s.test:8787');
    expect(chooseServer('ie1', undefined, undefined, 'http://s.test')).toEqual({ serverUrl: 'http://s.test' });
  });

  it('else the vendor’s, in the region', () => {
    expect(serverOfScript(script('http://cdn.test/npm/taskbay.min.js'))).toBeUndefined();
    expect(serverOfScript(null)).toBeUndefined();
    expect(chooseServer('ie1-ix', '', '', undefined)).toEqual({ region: 'ie1-ix' });
    expect(chooseServer(null, undefined, undefined, undefined)).toEqual({});
  });
});

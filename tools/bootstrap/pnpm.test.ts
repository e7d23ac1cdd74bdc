import { describe, expect, it } from 'vitest';
import { npmCommand } from './pnpm.mjs';

const node = '/opt/node/bin/node';
const bundled = '/opt/node/lib/node_modules/npm/bin/npm-cli.js';
const only = (path: string) => (candidate: string) => candidate === path;

describe('npmCommand', () => {
  it('uses the npm that started this process', () => {
    const path = '/somewhere/npm/bin/npm-cli.js';
    expect(npmCommand({ npm_execpath: path }, node, only(path))).toEqual([node, path]);
  });

  it('uses the npm beside this Node when another package manager started it', () => {
    const env = { npm_execpath: '/somewhere/pnpm/bin/pnpm.cjs' };
    expect(npmCommand(env, node, (path) => path === bundled || path === env.npm_execpath)).toEqual([node, bundled]);
  });

  it('uses the npm beside this Node when the variable names a file that is gone', () => {
    expect(npmCommand({ npm_execpath: '/gone/npm-cli.js' }, node, only(bundled))).toEqual([node, bundled]);
  });

  it('falls back to npm on the PATH', () => {
    expect(npmCommand({}, node, () => false)).toEqual(['npm']);
  });
});

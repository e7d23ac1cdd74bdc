import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

let folder: string;
let path: string;
const quick = { pollMs: 1 };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-lock-'));
  path = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('withLock', () => {
  it('lets one in at a time and leaves nothing behind', async () => {
    let inside = 0;
    let most = 0;
    const enter = () =>
      withLock(
        path,
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise(setImmediate);
          inside -= 1;
        },
        quick,
      );
    await Promise.all([enter(), enter(), enter()]);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no network')), quick)).rejects.toThrow('no network');
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a holder that died', async () => {
    writeFileSync(path, 'gone\n');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(path, longAgo, longAgo);
    expect(await withLock(path, async () => readFileSync(path, 'utf8'), quick)).not.toBe('gone\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('keeps processes apart', async () => {
    const log = join(folder, 'log');
    const lock = new URL('./lock.mjs', import.meta.url).href;
    const script = `
      import { appendFileSync } from 'node:fs';
      import { withLock } from ${JSON.stringify(lock)};
      for (let i = 0; i < 20; i += 1) {
        await withLock(${JSON.stringify(path)}, async () => {
          appendFileSync(${JSON.stringify(log)}, 'in ');
          await new Promise(setImmediate);
          appendFileSync(${JSON.stringify(log)}, 'out ');
        }, { pollMs: 1 });
      }`;
    const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await Promise.all([run(), run()]);
    expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(40));
  });
});

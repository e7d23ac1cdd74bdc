import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { whileLaunched } from './launcher.mjs';

const launcher = new URL('./launcher.mjs', import.meta.url).href;

describe('whileLaunched', () => {
  it('gives the result of the work', async () => {
    expect(await whileLaunched(async () => 42)).toBe(42);
  });

  it('ends the process when the one that started it is killed', async () => {
    const work = `
      const { whileLaunched } = await import(${JSON.stringify(launcher)});
      process.once('SIGTERM', () => { process.stdout.write('stopped'); process.exit(); });
      await whileLaunched(() => new Promise((resolve) => {
        process.stdout.write('ready');
        setTimeout(resolve, 15_000);
      }));`;
    const parent = `
      const { spawn } = require('node:child_process');
      spawn(process.execPath, ['--input-type=module', '-e', ${JSON.stringify(work)}], { stdio: 'inherit' });`;
    const child = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (text) => {
      output += String(text);
      if (output === 'ready') child.kill('SIGKILL');
    });
    await once(child.stdout, 'close');
    expect(output).toBe('readystopped');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFlags } from './flags.ts';
import { startOptions } from './start-options.ts';
import { UsageError } from './usage-error.ts';

const optionsOf = (args: readonly string[], environment: Record<string, string> = {}) =>
  startOptions(parseFlags(args), environment);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-cli-'));
  writeFileSync(join(folder, 'good.yaml'), 'version: 1\nworkspaces: []\n');
  writeFileSync(join(folder, 'syntax.yaml'), 'version: 1\nworkspaces: [');
  writeFileSync(
    join(folder, 'field.json'),
    '{"version":1,"workspaces":[{"name":"Desk","activities":[{"name":"Off"}]}]}',
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the flags of taskbay start', () => {
  it('have the defaults of the command line', () => {
    expect(optionsOf([])).toEqual({
      port: 8787,
      clock: 'real',
      seed: 'support-desk',
      allowOrigins: [],
      allowHosts: [],
    });
  });

  it('ask for the limits of the service', () => {
    expect(optionsOf(['--vendor-limits']).vendorLimits).toBe(true);
    const rate = optionsOf(['--vendor-limits', '--requests-per-second', '20']).vendorLimits;
    expect(rate).toEqual({ requestsPerSecond: 20 });
    expect(() => optionsOf(['--requests-per-second', '20'])).toThrow('--requests-per-second needs --vendor-limits');
    expect(() => optionsOf(['--vendor-limits', '--requests-per-second', '0'])).toThrow(/must be 1 or more/);
  });

  it('are read, repeatable ones more than once', () => {
    const args = [
      '--port',
      '0',
      '--host',
      '::1',
      '--clock=manual',
      '--now',
      '2026-01-31T08:00:00Z',
      '--random-seed',
      '7',
    ];
    const repeated = [
      '--allow-origin',
      'http://localhost:5173/',
      '--allow-origin',
      'https://desk.example',
      '--allow-host',
      'a.test',
    ];
    expect(optionsOf([...args, ...repeated, '--seed', 'none'])).toEqual({
      port: 0,
      host: '::1',
      clock: 'manual',
      now: '2026-01-31T08:00:00Z',
      randomSeed: 7,
      seed: 'none',
      allowOrigins: ['http://localhost:5173', 'https://desk.example'],
      allowHosts: ['a.test'],
    });
  });

  it('find a seed file where the user typed its name', () => {
    expect(optionsOf(['--seed', join(folder, 'good.yaml')]).seed).toEqual({ version: 1, workspaces: [] });
    expect(optionsOf(['--seed', 'good.yaml'], { INIT_CWD: folder }).seed).toEqual({ version: 1, workspaces: [] });
  });

  const wrong: Record<string, [string[], string]> = {
    'an unknown flag': [['--prot', '1'], "Unknown option '--prot'; see taskbay start --help"],
    'a flag without a value': [['--port'], "Option '--port <value>' argument missing; see taskbay start --help"],
    'a value nobody asked for': [['extra'], "Unexpected argument 'extra'"],
    'a flag twice': [['--port', '1', '--port', '2'], '--port is given 2 times; give it once'],
    'a port that is no number': [['--port', 'http'], '--port is "http"; it must be a whole number from 0 to 65535'],
    'a port out of range': [['--port', '65536'], '--port is "65536"'],
    'a negative port': [['--port=-1'], '--port is "-1"'],
    'an empty host': [['--host', ''], '--host is empty'],
    'another clock': [['--clock', 'fast'], '--clock is "fast"; it must be real or manual'],
    'a start that is no instant': [['--now', 'noon'], '--now is "noon"'],
    'a seed that is no number': [['--random-seed', '1.5'], '--random-seed is "1.5"'],
    'a data folder': [['--data', 'x'], '--data (a durable journal) comes later'],
    'an origin that is none': [['--allow-origin', 'localhost'], '--allow-origin is "localhost"'],
    'an empty seed name': [['--seed', ''], '--seed is empty'],
    'a seed file that is not there': [['--seed', 'missing.yaml'], 'missing.yaml cannot be read (ENOENT'],
    'a seed file that is a folder': [['--seed', '.'], 'cannot be read (EISDIR'],
  };
  it.each(Object.entries(wrong))('refuse %s', (_what, [args, message]) => {
    expect(() => optionsOf(args)).toThrow(UsageError);
    expect(() => optionsOf(args)).toThrow(message);
  });

  it('refuse a broken seed file by name and place', () => {
    expect(() => optionsOf(['--seed', join(folder, 'syntax.yaml')])).toThrow(/syntax\.yaml: .* at line 2/);
    expect(() => optionsOf(['--seed', join(folder, 'field.json')])).toThrow(
      /field\.json: .* workspaces\[0\]\.activities\[0\]\.available is missing/,
    );
  });
});

describe('credentials', () => {
  const own = {
    TASKBAY_ACCOUNT_SID: 'AC0',
    TASKBAY_AUTH_TOKEN: 'token',
    TASKBAY_API_KEY: 'SK0',
    TASKBAY_API_SECRET: 'secret',
  };

  it('come from TASKBAY_*, and flags win', () => {
    expect(optionsOf([], own)).toMatchObject({
      accountSid: 'AC0',
      authToken: 'token',
      apiKeySid: 'SK0',
      apiKeySecret: 'secret',
    });
    expect(optionsOf(['--auth-token', 'flag'], own)).toMatchObject({ authToken: 'flag', apiKeySecret: 'secret' });
    expect(optionsOf([], { TASKBAY_AUTH_TOKEN: '' })).not.toHaveProperty('authToken');
  });

  it('come from TWILIO_* instead when asked, never otherwise', () => {
    const vendor = { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'real', ...own };
    expect(optionsOf(['--env-credentials'], vendor)).toMatchObject({ accountSid: 'AC1', authToken: 'real' });
    expect(optionsOf(['--env-credentials'], vendor)).not.toHaveProperty('apiKeySecret');
    expect(optionsOf([], { TWILIO_AUTH_TOKEN: 'real' })).not.toHaveProperty('authToken');
    expect(() => optionsOf(['--env-credentials'], own)).toThrow('needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN');
  });
});

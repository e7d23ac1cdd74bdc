import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MockServer, startMockServer } from '@taskbay/mock-server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseSeed } from '../../src/seed/parse.ts';

const document = (path: string) => readFile(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), 'utf8');

const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '');

/** A curl command as the request it makes: an URL, `-X METHOD` and `-d 'body'`. */
function requestOf(command: string): { url: string; method: string; body: string | undefined } {
  const url = command.match(/https?:\S+/)?.[0] ?? '';
  const body = command.match(/ -d '(.*)'/)?.[1];
  const method = command.match(/ -X (\w+)/)?.[1] ?? (body === undefined ? 'GET' : 'POST');
  return { url, method, body };
}

const control = await document('docs/CONTROL.md');
const commands = blocks(control, 'sh').flatMap((block) => block.trim().split('\n'));

describe('docs/CONTROL.md', () => {
  let server: MockServer;
  beforeAll(async () => {
    server = await startMockServer();
  });
  afterAll(() => server.close());

  it('has all its examples found', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect(commands.filter((command) => !command.startsWith('curl '))).toEqual([]);
  });

  it.each(commands)('%s', async (command) => {
    const { url, method, body } = requestOf(command);
    const target = url.replace('http://127.0.0.1:8787', server.url);
    const response = await fetch(target, { method, ...(body === undefined ? {} : { body }) });
    expect([response.status < 300, await response.text()]).toEqual([true, expect.anything()]);
  });
});

describe('docs/SEEDS.md', () => {
  it('shows a seed that works as it says', async () => {
    const [yaml = ''] = blocks(await document('docs/SEEDS.md'), 'yaml');
    await using server = await startMockServer({ seed: parseSeed(yaml) });
    const offers = (await server.journal()).filter(({ type }) => type === 'reservation.created');
    expect(offers.map(({ data }) => data['worker_name'])).toEqual(['alice']);
  });
});

describe('the README', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'taskbay-readme-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('has examples that run as they stand and do what they say', async () => {
    const examples = blocks(await document('packages/mock-server/README.md'), 'js');
    expect(examples).toHaveLength(3);
    const source = (entry: string) => JSON.stringify(fileURLToPath(new URL(`../../src/${entry}.ts`, import.meta.url)));
    for (const [index, code] of examples.entries()) {
      const file = join(folder, `example-${index}.ts`);
      const runnable = code
        .replace("'@taskbay/mock-server'", source('index'))
        .replace("'@taskbay/mock-server/twilio'", source('twilio'))
        .replace("'@taskbay/sdk'", source('../../sdk/src/index'))
        .replace("'twilio'", JSON.stringify(fileURLToPath(import.meta.resolve('twilio'))));
      await writeFile(file, runnable);
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      await import(/* @vite-ignore */ file);
      expect(log.mock.calls).toEqual([[true]]);
      log.mockRestore();
    }
  });
});

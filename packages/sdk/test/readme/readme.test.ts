import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { startMockServer } from '@taskbay/mock-server';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

const folder = fileURLToPath(new URL('../..', import.meta.url));
const root = join(folder, '../..');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code ?? '');

/** What the reader brings along. */
const GIVEN = 'declare function getToken(): Promise<string>;\ndeclare function ring(): void;\n';

describe('the examples of the README', () => {
  it('are ten lines at most', () => {
    expect(blocks('ts')).toHaveLength(2);
    for (const code of blocks('ts')) expect(code.trim().split('\n').length).toBeLessThanOrEqual(10);
  });

  it('compile', { timeout: 60_000 }, () => {
    const files = new Map(blocks('ts').map((code, index) => [join(folder, `test/readme/${index}.ts`), GIVEN + code]));
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
    const host = ts.createCompilerHost(options);
    const { getSourceFile } = host;
    host.getSourceFile = (path, ...how) => {
      const code = files.get(path);
      return code === undefined ? getSourceFile(path, ...how) : ts.createSourceFile(path, code, ts.ScriptTarget.ES2023);
    };
    const program = ts.createProgram([...files.keys()], { ...options, types: [] }, host);
    const sources = program.getSourceFiles().filter(({ fileName }) => files.has(fileName));
    expect(sources).toHaveLength(files.size);
    const found = sources.flatMap((source) => ts.getPreEmitDiagnostics(program, source));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  });

  it('the one of the script tag connects', async () => {
    await using server = await startMockServer();
    const [page = ''] = blocks('html');
    const src = /src="([^"]*)"/.exec(page)?.[1] ?? '';
    const inline = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    const script = await (await fetch(src.replace('http://127.0.0.1:8787', server.url))).text();
    const globals = { WebSocket, fetch, setTimeout, clearTimeout, URL, URLSearchParams, AbortController, atob };
    const context = vm.createContext({ ...globals, token: await server.token({ worker: 'alice' }) });
    vm.runInContext(script, context);
    const connect = `${inline.replace('http://127.0.0.1:8787', server.url)}; worker.whenReady()`;
    const worker = await vm.runInContext(connect, context);
    expect(worker.friendlyName).toBe('alice');
    await worker.disconnect();
  });
});

describe('the links of the README', () => {
  it('lead to files that exist', () => {
    const targets = [...readme.matchAll(/\]\(([^)#]+)/g)].map(([, target]) => target ?? '');
    expect(targets.length).toBeGreaterThan(15);
    expect(targets.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
  });
});

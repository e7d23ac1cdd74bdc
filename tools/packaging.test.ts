import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npmCommand } from './bootstrap/pnpm.mjs';
import { pnpmVersion, root } from './bootstrap/project.mjs';
import { reachableChunks } from './packaging/reachable-chunks.mjs';

const names = ['sdk', 'mock-server', 'token'] as const;
type Name = (typeof names)[number];

let folder: string;
let project: string;
const tarballs = {} as Record<Name, string>;
const [npm, ...npmArgs] = npmCommand(process.env, process.execPath, existsSync);

/** Packs the built packages and installs the tarballs, with npm, into a project that has nothing else. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-packaging-'));
  project = join(folder, 'project');
  mkdirSync(project);
  const pnpm = ['exec', '--yes', '--prefer-offline', `--package=pnpm@${pnpmVersion}`, '--', 'pnpm'];
  for (const name of names) {
    await run(npm, [...npmArgs, ...pnpm, 'pack', '--pack-destination', folder], join(root, 'packages', name));
    const found = readdirSync(folder).find((file) => file.startsWith(`taskbay-${name}-`));
    if (found === undefined) throw new Error(`pnpm pack left no tarball of ${name}`);
    tarballs[name] = join(folder, found);
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', ...Object.values(tarballs)];
  await run(npm, [...npmArgs, ...install], project);
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Standard output of a program; a failure carries everything it printed. */
async function run(command: string, args: string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 2 ** 26, env: consumerEnv() });
    return stdout;
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause });
  }
}

/** Without what the outer `npm test` and vitest put there: the consumer's npm starts from its own settings. */
function consumerEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_(lifecycle|package|command)|NODE_ENV|NODE_OPTIONS|VITEST)/.test(name),
    ),
  );
}

function installed(name: Name, path = ''): string {
  return join(project, 'node_modules/@taskbay', name, path);
}

const node = (...args: string[]) => run(process.execPath, args, project);

describe.each(names)('the packed %s', (name) => {
  const filesOf = () =>
    readdirSync(installed(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.slice(installed(name).length).includes('node_modules'))
      .map((entry) => join(entry.parentPath, entry.name).slice(installed(name).length + 1));

  it('holds the built files, a licence and a page, and nothing else', () => {
    const outside = filesOf().filter((path) => !path.startsWith('dist/'));
    expect(outside.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(filesOf().filter((path) => /\.test\.|(?<!\.d)\.ts$/.test(path))).toEqual([]);
  });

  it('holds no chunk that nothing leads to', () => {
    const chunks = filesOf().filter((path) => path.startsWith('dist/chunks/') && !path.endsWith('.map'));
    const names = chunks.map((path) => path.slice('dist/chunks/'.length));
    expect(new Set(names)).toEqual(reachableChunks(installed(name, 'dist')));
  });

  it('does not need the private protocol package', () => {
    const mentions = filesOf()
      .filter((path) => /\.([mc]?js|d\.[mc]?ts|json)$/.test(path))
      .filter((path) =>
        /(from|import\(|require\()\s*['"]@taskbay\/protocol/.test(readFileSync(installed(name, path), 'utf8')),
      );
    expect(mentions).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(installed(name, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).not.toContain('@taskbay/protocol');
  });

  it('passes publint', async () => {
    const { publint } = await import('publint');
    const { buffer, byteOffset, byteLength } = readFileSync(tarballs[name]);
    const tarball = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
    const { messages } = await publint({ pack: { tarball }, strict: true });
    expect(messages).toEqual([]);
  });

  it('has types that resolve in every mode it is made for', async () => {
    const cli = join(
      dirname(createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json')),
      'dist/index.js',
    );
    const profile = name === 'sdk' ? 'strict' : 'esm-only';
    const scripts = name === 'sdk' ? ['--exclude-entrypoints', './taskbay.min.js'] : [];
    const answer = await node(cli, tarballs[name], '--format', 'ascii', '--no-color', '--profile', profile, ...scripts);
    // Problems end the command with another exit code, which rejects.
    expect(answer).toContain(`@taskbay/${name}`);
  });
});

describe('the packed packages together', () => {
  it('connect a worker to a mock server', async () => {
    copyFileSync(join(root, 'tools/packaging/main-job.mjs'), join(project, 'main-job.mjs'));
    expect(await node('main-job.mjs')).toBe('capability: ready\naccess: ready\n');
  }, 60_000);

  it('are used by TypeScript with Node resolution, from modules and from CommonJS', async () => {
    const entries = `import { TabWorker } from '@taskbay/sdk/tabs';\nimport { TaskRouter } from '@taskbay/sdk/v1';\nexport const others = [TabWorker, TaskRouter];\n`;
    const code = `${entries}import { Worker, TaskbayError } from '@taskbay/sdk';\nexport const made: Worker | TaskbayError | undefined = undefined;\n`;
    const esm = `import { startMockServer } from '@taskbay/mock-server';\nimport { verify } from '@taskbay/token';\nexport const all = [startMockServer, verify];\n`;
    writeFileSync(join(project, 'esm.mts'), code + esm);
    writeFileSync(join(project, 'cjs.cts'), code);
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2023', '--module', 'nodenext'];
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    await node(tsc, ...options, '--lib', 'es2023,esnext.disposable,dom', 'esm.mts', 'cjs.cts');
  }, 60_000);
});

describe('the packed sdk', () => {
  const exported = (type: 'module' | 'commonjs', name: string) => {
    const load = type === 'module' ? `await import('${name}')` : `require('${name}')`;
    return node(`--input-type=${type}`, '-e', `console.log(Object.keys(${load}).sort().join())`);
  };

  it.each([
    ['@taskbay/sdk', ['Supervisor', 'TaskQueue', 'TaskbayError', 'Worker', 'Workspace']],
    ['@taskbay/sdk/v1', ['TaskRouter']],
    ['@taskbay/sdk/tabs', ['TabWorker']],
  ])('%s is one API for import and for require', async (name, names) => {
    expect((await exported('module', name)).trim()).toBe(names.join());
    expect((await exported('commonjs', name)).trim()).toBe(names.join());
  });

  it('gives browsers a build without the Node fallbacks', () => {
    const leaks = (path: string) =>
      /isomorphic-ws|cross-fetch|from\s*['"]ws['"]|node:|jose|SignJWT/.exec(
        readFileSync(installed('sdk', path), 'utf8'),
      );
    const builds = ['index.browser.js', 'v1.browser.js', 'tabs.browser.js', 'taskbay.min.js'];
    expect(builds.filter((build) => leaks(`dist/${build}`) !== null)).toEqual([]);
  });

  it('sets globalThis.taskbay from a script tag', async () => {
    const context = vm.createContext({ WebSocket: class {}, fetch: () => undefined, setTimeout, clearTimeout, URL });
    vm.runInContext(readFileSync(installed('sdk', 'dist/taskbay.min.js'), 'utf8'), context);
    const inBrowser = vm.runInContext('Object.keys(globalThis.taskbay).sort().join()', context);
    const esm = await exported('module', '@taskbay/sdk');
    expect(inBrowser).toBe(esm.trim());
  });
});

describe('the packed mock server', () => {
  const taskbay = (...args: string[]) => run(join(project, 'node_modules/.bin/taskbay'), args, project);

  it('is a command', async () => {
    const { version } = JSON.parse(readFileSync(installed('mock-server', 'package.json'), 'utf8'));
    expect((await taskbay('--version')).trim()).toBe(version);
    expect(await taskbay('--help')).toContain('start');
  });

  it('serves the sdk and the example pages itself', () => {
    const own = readFileSync(installed('mock-server', 'dist/sdk/taskbay.min.js'));
    expect(own.equals(readFileSync(installed('sdk', 'dist/taskbay.min.js')))).toBe(true);
    expect(readdirSync(installed('mock-server', 'dist/examples/agent-page'))).toContain('index.html');
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

/** What each package shows to the outside: the entries its build starts from. */
const entries: Record<string, string[]> = {
  protocol: ['index.ts'],
  token: [
    'index.ts',
    'worker.ts',
    'workspace.ts',
    'task-queue.ts',
    'access.ts',
    'verify.ts',
    'policies.ts',
    'explain.ts',
    'compat.ts',
  ],
  sdk: ['index.ts', 'index.browser.ts', 'v1.ts', 'v1.browser.ts', 'tabs.ts', 'tabs.browser.ts', 'script-tag.ts'],
  'mock-server': ['index.ts', 'twilio.ts', 'cli.ts'],
};

const packages = Object.keys(entries);
const sourceFolder = (name: string) => join(root, 'packages', name, 'src');

function sourcesOf(name: string): string[] {
  return readdirSync(sourceFolder(name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files of the package a file imports, for types too. */
function importsOf(path: string): string[] {
  return ts
    .preProcessFile(readFileSync(path, 'utf8'), true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => join(dirname(path), fileName));
}

function reachableFrom(starts: string[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [...starts];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path) || !existsSync(path)) continue;
    reached.add(path);
    waiting.push(...importsOf(path));
  }
  return reached;
}

/** What only tests use: a folder of its own, or a file named as a fixture. */
const forTests = (path: string) => /[/\\]testing[/\\]|\.fixture\.ts$/.test(path);

const shown = (paths: string[]) => paths.map((path) => relative(root, path).replaceAll('\\', '/')).sort();

describe.each(packages)('the sources of %s', (name) => {
  const starts = (entries[name] ?? []).map((entry) => join(sourceFolder(name), entry));

  it('import only files that exist', () => {
    const broken = sourcesOf(name).flatMap((path) => importsOf(path).filter((imported) => !existsSync(imported)));
    expect(shown(broken)).toEqual([]);
  });

  it('are all used by the package, or marked as for tests', () => {
    const used = reachableFrom(starts);
    const unused = sourcesOf(name).filter((path) => !used.has(path) && !path.endsWith('.test.ts') && !forTests(path));
    expect(shown(unused)).toEqual([]);
  });

  it('use nothing meant for tests', () => {
    expect(shown([...reachableFrom(starts)].filter(forTests))).toEqual([]);
  });
});

describe('public exports', () => {
  // The private protocol package is seen only through what the others export again.
  const files = ['token', 'sdk', 'mock-server']
    .flatMap((name) => (entries[name] ?? []).map((entry) => join(sourceFolder(name), entry)))
    .filter((path) => !path.endsWith('cli.ts'));
  const configFile = join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root, undefined, configFile);

  it('that do something have a docstring each', { timeout: 60_000 }, () => {
    const program = ts.createProgram(files, options);
    const checker = program.getTypeChecker();
    const bare = files.flatMap((file) => {
      const module = program.getSourceFile(file);
      const symbol = module && checker.getSymbolAtLocation(module);
      if (symbol === undefined) return [`${relative(root, file)}: no exports`];
      return checker
        .getExportsOfModule(symbol)
        .map((exported) => (exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported))
        .filter(({ flags }) => flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Variable))
        .filter((exported) => exported.getDocumentationComment(checker).length === 0)
        .map((exported) => `${relative(root, file)}: ${exported.name}`);
    });
    expect(bare).toEqual([]);
  });
});

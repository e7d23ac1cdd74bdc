import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import ts from 'typescript';
import { root } from './bootstrap/project.mjs';
import { PAGES } from './sdk-pages/plan.mjs';
import { documentation, renderPage } from './sdk-pages/render.mjs';

// node tools/sdk-pages.mjs [--write]: docs/sdk, made from the SDK's types and docstrings.

export const FOLDER = join(root, 'docs/sdk');
const ENTRIES = ['index', 'tabs', 'v1'];

/** @typedef {import('./sdk-pages/render.mjs').Surface} Surface */

/** What the SDK's entries export, as the compiler sees it. @returns {Surface} */
export function sdkSurface() {
  const configFile = join(root, 'tsconfig.json');
  const { config } = ts.readConfigFile(configFile, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root, undefined, configFile);
  const files = ENTRIES.map((entry) => join(root, `packages/sdk/src/${entry}.ts`));
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const exports = files.map((file, index) => {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    if (symbol === undefined) throw new Error(`${file} exports nothing`);
    const named = checker.getExportsOfModule(symbol).map((exported) => {
      const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      return /** @type {const} */ ([exported.name, target]);
    });
    return /** @type {const} */ ([ENTRIES[index] ?? '', new Map(named)]);
  });
  return { checker, exports: new Map(exports) };
}

/** Exports without a docstring, and exports that no page shows. @param {Surface} surface */
export function shortcomings({ checker, exports }) {
  const all = [...exports].flatMap(([entry, symbols]) =>
    [...symbols].map(([name, symbol]) => ({ entry, name, symbol })),
  );
  const shown = new Set(PAGES.flatMap(({ entry, names }) => names.map((name) => `${entry}: ${name}`)));
  return {
    undocumented: all
      .filter(({ symbol }) => documentation(checker, symbol) === '')
      .map(({ entry, name }) => `${entry}: ${name}`),
    unshown: all.map(({ entry, name }) => `${entry}: ${name}`).filter((name) => !shown.has(name)),
  };
}

/** File name → text. @param {Surface} surface @returns {Promise<Map<string, string>>} */
export async function sdkPages(surface) {
  const more = new Map([['TaskbayErrorCode', await remedies(surface)]]);
  const pages = PAGES.map((page) => /** @type {const} */ ([page.file, `${renderPage(surface, page, more)}\n`]));
  return new Map([['README.md', contents()], ...pages]);
}

function contents() {
  const list = PAGES.map(({ file, title, about }) => `- [${title}](${file}): ${about}`).join('\n');
  const how =
    'Generated: `node tools/sdk-pages.mjs --write`. How the SDK is used says its [README](../../packages/sdk/README.md).';
  return `# API of @taskbay/sdk\n\n${how}\n\n${list}\n`;
}

/** Every code with what its errors advise, from the class itself. @param {Surface} surface */
async function remedies({ checker, exports }) {
  const symbol = exports.get('index')?.get('TaskbayErrorCode');
  const type = symbol && checker.getDeclaredTypeOfSymbol(symbol);
  if (!type?.isUnion()) throw new Error('TaskbayErrorCode is no union');
  const bundle = await build({
    entryPoints: [join(root, 'packages/sdk/src/errors.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? '').toString('base64');
  const { TaskbayError } = await import(`data:text/javascript;base64,${code}`);
  const codes = type.types.flatMap((one) => (one.isStringLiteral() ? [one.value] : []));
  const rows = codes.map((name) => `| \`${name}\` | ${new TaskbayError(name, '').remedy} |`);
  return ['| code | remedy |', '|---|---|', ...rows].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const pages = await sdkPages(sdkSurface());
  if (process.argv.includes('--write')) {
    mkdirSync(FOLDER, { recursive: true });
    for (const file of readdirSync(FOLDER)) if (!pages.has(file)) rmSync(join(FOLDER, file));
    for (const [file, text] of pages) writeFileSync(join(FOLDER, file), text);
  } else {
    const stale = [...pages].filter(([file, text]) => readFileSync(join(FOLDER, file), 'utf8') !== text);
    if (stale.length > 0) throw new Error(`docs/sdk is out of date (${stale.map(([file]) => file)}): add --write`);
  }
}

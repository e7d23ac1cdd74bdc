import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rollup } from 'rollup';
import ts from 'typescript';

// node tools/api-report.mjs packages/token [--write]: what the package shows to the outside, as a text to be reviewed.

/** @typedef {import('rollup').OutputChunk} OutputChunk */

/**
 * The public surface of a package, made from its sources as its build makes the declarations: the names each subpath
 * exports, then every declaration that any of them reaches, without comments and in a fixed order.
 * @param {string} folder of the package
 */
export async function apiReport(folder) {
  const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const chunks = await declarations(folder);
  const subpaths = chunks
    .filter(({ isEntry }) => isEntry)
    .map((chunk) => `## ${chunk.name === 'index' ? name : `${name}/${chunk.name}`}\n\n${namesOf(chunk)}\n`);
  const reached = new Set(chunks.flatMap(({ code }) => declarationsIn(code)));
  return [
    `# API of ${name}\n`,
    'Generated: `node tools/api-report.mjs` with the folder of the package and `--write`. A change here is a change for users.\n',
    ...subpaths.sort(),
    `## Declarations\n\n\`\`\`ts\n${[...reached].sort(byName).join('\n\n')}\n\`\`\`\n`,
  ].join('\n');
}

/** @param {string} folder @returns {Promise<OutputChunk[]>} */
async function declarations(folder) {
  // Configurations name their files relative to the package.
  process.chdir(folder);
  /** @type {{ default: import('rollup').RollupOptions[] }} */
  const { default: builds } = await import(pathToFileURL(join(folder, 'rollup.config.mjs')).href);
  const build = builds.find(({ plugins }) => [plugins].flat().some((plugin) => nameOf(plugin) === 'dts'));
  const output = build && [build.output].flat()[0];
  if (build === undefined || output === undefined) throw new Error(`${folder} has no build of declarations`);
  const bundle = await rollup(build);
  const generated = await bundle.generate(output);
  await bundle.close();
  return generated.output.filter((file) => file.type === 'chunk');
}

/** @param {unknown} plugin */
function nameOf(plugin) {
  return typeof plugin === 'object' && plugin !== null && 'name' in plugin ? plugin.name : undefined;
}

/** @param {OutputChunk} chunk */
function namesOf({ exports }) {
  return [...exports]
    .sort()
    .map((exported) => `\`${exported}\``)
    .join(' ');
}

/** @param {string} code @returns {string[]} */
function declarationsIn(code) {
  const printer = ts.createPrinter({ removeComments: true });
  const source = ts.createSourceFile('chunk.d.ts', code, ts.ScriptTarget.Latest, true);
  return source.statements
    .filter((statement) => !ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement))
    .map((statement) => printer.printNode(ts.EmitHint.Unspecified, statement, source));
}

/** By the declared name: the first word after the keywords. @param {string} a @param {string} b */
function byName(a, b) {
  const key = (/** @type {string} */ text) =>
    text.replace(/^((export|declare|abstract|class|interface|type|const|function|enum) )+/, '');
  return key(a) < key(b) ? -1 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, flag] = process.argv.slice(2);
  if (folder === undefined) throw new Error('say which package: node tools/api-report.mjs packages/token');
  const path = resolve(folder);
  const report = await apiReport(path);
  if (flag === '--write') writeFileSync(join(path, 'api.md'), report);
  else process.stdout.write(report);
}

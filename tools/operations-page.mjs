import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './bootstrap/project.mjs';

// node tools/operations-page.mjs [--write]: docs/OPERATIONS.md, made from the mock server's table of operations.

/** @typedef {import('../packages/mock-server/src/edges/operations/operation.ts').Operation} Operation */

export const PAGE = join(root, 'docs/OPERATIONS.md');

const INTRODUCTION = `# Operations

Generated: \`node tools/operations-page.mjs --write\`. What the mock server answers under \`/v1\`, over REST and, for
workers' tokens, through both event bridges. Names are the service's operation ids and parameters; a parameter in bold
must be given, one that is not listed is ignored. Every list also takes \`PageSize\`, \`Page\` and \`PageToken\`.
`;

/**
 * The table of operations as it stands in the sources.
 * @returns {Promise<readonly Operation[]>}
 */
async function operations() {
  const bundle = await build({
    entryPoints: [join(root, 'packages/mock-server/src/edges/operations/route.ts')],
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const code = Buffer.from(bundle.outputFiles[0]?.contents ?? '').toString('base64');
  const { OPERATIONS } = await import(`data:text/javascript;base64,${code}`);
  return OPERATIONS;
}

/** The page, by the collection that operations belong to. */
export async function operationsPage() {
  /** @type {Map<string, Operation[]>} */
  const collections = new Map();
  for (const operation of await operations()) {
    const collection = operation.path.replace(/\/\{(Sid|WorkspaceSid)\}$/, '');
    collections.set(collection, [...(collections.get(collection) ?? []), operation]);
  }
  return [INTRODUCTION, ...[...collections].map(([path, members]) => section(path, members))].join('\n');
}

/** @param {string} path @param {Operation[]} members */
function section(path, members) {
  const rows = members.map(({ id, method, path: at, parameters, required }) => {
    const names = parameters.map((name) => (required.includes(name) ? `**${name}**` : name));
    return `| ${id} | \`${method} ${at}\` | ${names.join(', ')} |`;
  });
  return [`## ${path}`, '', '| operation | request | parameters |', '|---|---|---|', ...rows, ''].join('\n');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const page = await operationsPage();
  if (process.argv.includes('--write')) writeFileSync(PAGE, page);
  else if (readFileSync(PAGE, 'utf8') !== page) throw new Error('docs/OPERATIONS.md is out of date: add --write');
}

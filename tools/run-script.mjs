import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, say } from './bootstrap/project.mjs';
import { runNode } from './checks/command.mjs';

/** @typedef {'bench' | 'soak'} Kind `bench/<name>.bench.ts` and `soak/<name>.soak.ts` */

/**
 * What is wrong with the arguments, before anything is built for them.
 * @param {Kind} kind
 * @param {string[]} args
 * @param {string} [directory]
 * @returns {string | undefined}
 */
export function unknownScript(kind, [wanted], directory = root) {
  const names = scriptNames(kind, directory);
  if (names.length === 0) return `there is no ${kind}: write ${kind}/<name>.${kind}.ts`;
  if (wanted === undefined || names.includes(wanted)) return undefined;
  return `no ${kind} is called "${wanted}"; there are: ${names.join(', ')}`;
}

/**
 * Runs one script by name, or all of them without a name; further arguments go to the script.
 * @param {Kind} kind
 * @param {string[]} args
 * @param {string} [directory]
 * @returns {Promise<number>} exit code: 2 for a name nobody knows, else the first script's that failed
 */
export async function runScripts(kind, args, directory = root) {
  const problem = unknownScript(kind, args, directory);
  if (problem !== undefined) {
    say(problem);
    return 2;
  }
  const names = scriptNames(kind, directory);
  const [wanted, ...rest] = args;
  let result = 0;
  for (const name of wanted === undefined ? names : [wanted]) {
    if (wanted === undefined) say(`${kind} ${name}`);
    const code = await runScript(kind, name, rest, directory);
    if (result === 0) result = code;
  }
  return result;
}

/** @param {Kind} kind @param {string} [directory] */
export function scriptNames(kind, directory = root) {
  const folder = join(directory, kind);
  const suffix = `.${kind}.ts`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .map((name) => name.slice(0, -suffix.length))
    .sort();
}

/** @param {Kind} kind @param {string} name @param {string[]} args @param {string} directory */
async function runScript(kind, name, args, directory) {
  const { build } = await import('esbuild');
  const folder = join(root, 'node_modules/.cache/taskbay', kind);
  const outfile = join(folder, `${name}-${process.pid}.mjs`);
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      entryPoints: [join(directory, kind, `${name}.${kind}.ts`)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      // The public packages are measured as built; what a script takes by path (the engine's insides) is bundled.
      external: ['@taskbay/sdk', '@taskbay/mock-server', '@taskbay/token'],
      // Bundled CommonJS dependencies ask for Node's own modules through require.
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'warning',
    });
    return await runNode(['--enable-source-maps', '--expose-gc', outfile, ...args], {
      limitMs: Number.POSITIVE_INFINITY,
    });
  } finally {
    rmSync(outfile, { force: true });
  }
}

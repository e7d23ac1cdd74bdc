import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './project.mjs';

/** @typedef {{ install: string, build: string }} Stamps */

const packages = ['protocol', 'token', 'sdk', 'mock-server'];

const outputs = [
  'packages/token/dist/index.js',
  'packages/sdk/dist/index.js',
  'packages/sdk/dist/taskbay.min.js',
  'packages/mock-server/dist/cli.js',
];

/**
 * What the checkout should have been installed and built from: hashes over file names and contents.
 * @param {string} [directory]
 * @returns {Stamps}
 */
export function currentStamps(directory = root) {
  const manifests = ['.', 'conformance', ...subfolders(directory, 'packages'), ...subfolders(directory, 'examples')]
    .map((folder) => join(folder, 'package.json'))
    .filter((path) => existsSync(join(directory, path)));
  // Some dependencies ship one binary per platform; none is bound to a Node version.
  const platform = `${process.platform}-${process.arch}`;
  const install = hash(directory, ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests], [platform]);
  const sources = packages.flatMap((name) => filesUnder(directory, `packages/${name}/src`).filter(isBuilt));
  const configs = packages.map((name) => `packages/${name}/rollup.config.mjs`);
  const shared = ['tools/rollup.mjs', 'tsconfig.json', 'tsconfig.base.json'];
  const pages = filesUnder(directory, 'examples/agent-page').filter((path) => path.endsWith('.html'));
  return { install, build: hash(directory, [...sources, ...configs, ...shared, ...pages], [install]) };
}

/** @param {string} [directory] @returns {Stamps} empty strings where nothing was recorded */
export function readStamps(directory = root) {
  try {
    const { install, build } = JSON.parse(readFileSync(stampFile(directory), 'utf8'));
    return { install: String(install), build: String(build) };
  } catch {
    // Absent or torn: either way everything is done again, which is always safe.
    return { install: '', build: '' };
  }
}

/** @param {Stamps} stamps @param {string} [directory] */
export function writeStamps(stamps, directory = root) {
  const path = stampFile(directory);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(stamps)}\n`);
}

/** @param {string} [directory] */
export function outputsExist(directory = root) {
  return outputs.every((path) => existsSync(join(directory, path)));
}

function stampFile(/** @type {string} */ directory) {
  // Inside node_modules on purpose: whoever deletes the folder deletes the claim that it is installed.
  return join(directory, 'node_modules/.cache/taskbay/stamps.json');
}

function isBuilt(/** @type {string} */ path) {
  return !path.endsWith('.test.ts');
}

/** @param {string} directory @param {string} parent @returns {string[]} */
function subfolders(directory, parent) {
  if (!existsSync(join(directory, parent))) return [];
  return readdirSync(join(directory, parent), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .sort();
}

/** @param {string} directory @param {string} folder @returns {string[]} */
function filesUnder(directory, folder) {
  if (!existsSync(join(directory, folder))) return [];
  return readdirSync(join(directory, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** @param {string} directory @param {string[]} paths @param {string[]} extra */
function hash(directory, paths, extra) {
  const digest = createHash('sha256');
  for (const text of extra) digest.update(`${text}\0`);
  for (const path of paths) {
    const file = join(directory, path);
    digest.update(`${path}\0`);
    if (existsSync(file)) digest.update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return digest.digest('hex');
}

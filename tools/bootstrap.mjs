#!/usr/bin/env node
// The one entry behind `npm start`, `npm test`, `npm run build`, `npm run demo`, `npm run bench` and `npm run soak`.
// Plain JavaScript with node: modules only: it runs before anything is installed.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { whileLaunched } from './bootstrap/launcher.mjs';
import { prepare } from './bootstrap/prepare.mjs';
import { root, say } from './bootstrap/project.mjs';
import { runScripts, unknownScript } from './run-script.mjs';

/** @typedef {(args: string[]) => Promise<void>} Command what it needs is installed and built, but for `test` */

/** Runs a file of the repository in this process, so that its signals, parent and exit code are this process's own. */
async function runFile(/** @type {string} */ path, /** @type {string[]} */ args) {
  process.argv = [process.execPath, path, ...args];
  await import(pathToFileURL(path).href);
}

/** @type {Record<string, Command>} */
const commands = {
  async start(args) {
    const cli = await import(pathToFileURL(`${root}/packages/mock-server/dist/cli.js`).href);
    await cli.main(['start', ...args]);
  },
  async test(args) {
    const { runTests } = await import('./run-tests.mjs');
    process.exitCode = await runTests(args);
  },
  async build() {
    say('installed and built');
  },
  async demo(args) {
    const main = `${root}/examples/demo/main.mjs`;
    if (!existsSync(main)) throw new Error(`The demo is missing: ${main} does not exist.`);
    await runFile(main, args);
  },
  async bench(args) {
    process.exitCode = await runScripts('bench', args);
  },
  async soak(args) {
    process.exitCode = await runScripts('soak', args);
  },
};

/** What is wrong with a command line, as far as it can be told before anything is installed and built. */
function problemOf(/** @type {string} */ name, /** @type {string[]} */ args) {
  if (commands[name] === undefined) return `unknown command "${name}": use one of ${Object.keys(commands).join(', ')}`;
  return name === 'bench' || name === 'soak' ? unknownScript(name, args) : undefined;
}

const [name = '', ...rest] = process.argv.slice(2);
const command = commands[name];
const problem = problemOf(name, rest);
if (command === undefined || problem !== undefined) {
  say(problem ?? '');
  process.exitCode = 2;
} else {
  try {
    // The test run reports the build as its first check, and goes on to the others when it fails.
    if (name !== 'test') await whileLaunched(prepare);
    await command(rest);
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = 1;
  }
}

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pnpmVersion, root } from './project.mjs';

/**
 * Runs the pinned pnpm through npm's own `exec`, so that a machine needs nothing but Node.
 * Output is kept back and shown only when the command fails.
 * @param {string[]} args
 */
export async function runPnpm(args) {
  // The long form with --package: inside an outer `npx -p …` the short form would inherit the outer package.
  const exec = ['exec', '--yes', '--prefer-offline', `--package=pnpm@${pnpmVersion}`, '--', 'pnpm', ...args];
  const [command, ...prefix] = npmCommand(process.env, process.execPath, existsSync);
  await runQuietly(command, [...prefix, ...exec]);
}

/**
 * How to start npm without a shell: the npm that started us, else the one beside this Node, else `npm` on the PATH.
 * @param {Record<string, string | undefined>} env
 * @param {string} execPath
 * @param {(path: string) => boolean} exists
 * @returns {[string, ...string[]]}
 */
export function npmCommand(env, execPath, exists) {
  const bin = dirname(execPath);
  const candidates = [
    // Another package manager sets the same variable to its own program, which has other flags.
    ...(env.npm_execpath !== undefined && basename(env.npm_execpath) === 'npm-cli.js' ? [env.npm_execpath] : []),
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
    join(bin, '../share/nodejs/npm/bin/npm-cli.js'),
  ];
  const found = candidates.find((path) => exists(path));
  return found === undefined ? ['npm'] : [execPath, found];
}

/** @param {string} command @param {string[]} args */
function runQuietly(command, args) {
  return /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const child = spawn(command, args, {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
        // `npm start --silent` silences this process's npm; a failure below must still say why.
        env: { ...process.env, npm_config_loglevel: undefined },
      });
      /** @type {Buffer[]} */
      const output = [];
      child.stdout.on('data', (chunk) => output.push(chunk));
      child.stderr.on('data', (chunk) => output.push(chunk));
      const stop = (/** @type {NodeJS.Signals} */ signal) => {
        child.kill(signal);
        process.exit(signal === 'SIGINT' ? 130 : 143);
      };
      process.once('SIGINT', stop).once('SIGTERM', stop);
      const finish = (/** @type {Error | undefined} */ error) => {
        process.off('SIGINT', stop).off('SIGTERM', stop);
        if (error === undefined) resolve();
        else reject(error);
      };
      child.on('error', (error) =>
        finish(new Error(`Could not start ${command}: ${error.message}. Is npm installed?`)),
      );
      child.on('close', (code, signal) => {
        if (code === 0) return finish(undefined);
        process.stderr.write(Buffer.concat(output));
        finish(
          new Error(`\`${[command, ...args].join(' ')}\` ended with ${signal ?? `code ${code}`}; its output is above.`),
        );
      });
    })
  );
}

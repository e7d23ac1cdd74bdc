import { fileURLToPath } from 'node:url';

/** The repository's folder, without a trailing slash. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

export const pnpmVersion = '10.34.9';

/** Progress goes to stderr only: stdout belongs to the command. */
export function say(/** @type {string} */ message) {
  process.stderr.write(`taskbay: ${message}\n`);
}

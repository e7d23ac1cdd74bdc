import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Names of the chunks that the built files in a folder lead to.
 * @param {string} folder
 * @returns {Set<string>}
 */
export function reachableChunks(folder) {
  /** @type {Set<string>} */
  const reached = new Set();
  /** @param {string} file */
  const follow = (file) => {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/["']\.\/(?:chunks\/)?([\w.-]+)["']/g)) {
      for (const chunk of [name, name.replace(/\.js$/, '.d.ts'), name.replace(/\.cjs$/, '.d.cts')]) {
        const path = join(folder, 'chunks', chunk);
        if (reached.has(chunk) || statSync(path, { throwIfNoEntry: false }) === undefined) continue;
        reached.add(chunk);
        follow(path);
      }
    }
  };
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name)) follow(join(folder, entry.name));
  }
  return reached;
}

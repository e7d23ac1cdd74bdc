import { withLock } from './lock.mjs';
import { runPnpm } from './pnpm.mjs';
import { root, say } from './project.mjs';
import { currentStamps, outputsExist, readStamps, writeStamps } from './stamp.mjs';

/**
 * Makes sure dependencies are installed and the packages built, doing only what the stamps say is missing.
 * Two at once in one checkout are safe: the second waits for the first and then finds nothing left to do.
 */
export async function prepare() {
  if (missing().length === 0) return;
  await withLock(`${root}/.bootstrap.lock`, async () => {
    const steps = missing();
    if (steps.includes('install')) {
      // An install that fails or is killed may leave half a tree: nothing is claimed until it ends well.
      writeStamps({ install: '', build: '' });
      await timed('installing dependencies', () =>
        runPnpm(['install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false']),
      );
      writeStamps({ install: currentStamps().install, build: '' });
    }
    if (steps.includes('build')) {
      // Taken before the build: a source edited meanwhile must not count as built.
      const stamps = currentStamps();
      await timed('building the packages', () => runPnpm(['-r', 'run', 'build']));
      writeStamps(stamps);
    }
  });
}

/** @returns {('install' | 'build')[]} */
function missing() {
  const wanted = currentStamps();
  const found = readStamps();
  if (found.install !== wanted.install) return ['install', 'build'];
  return found.build === wanted.build && outputsExist() ? [] : ['build'];
}

/** @param {string} what @param {() => Promise<void>} step */
async function timed(what, step) {
  say(`${what} …`);
  const begun = performance.now();
  await step();
  say(`${what}: done in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

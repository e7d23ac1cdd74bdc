import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

/**
 * What runs in processes of its own, file by file: tests of what importing does, of globals taken away, of clients that
 * keep the globals they were loaded with, and of the project's tools. All other files of a processor share one, and what
 * they import is loaded once: half the time.
 */
const ALONE = ['packages/sdk', 'conformance', 'examples', 'tools'].map((folder) => `${folder}/**/*.test.ts`);

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@taskbay\/protocol$/, replacement: source('protocol/src/index.ts') },
      { find: /^@taskbay\/(token|mock-server|sdk)$/, replacement: source('$1/src/index.ts') },
      { find: /^@taskbay\/(token|mock-server|sdk)\/([\w-]+)$/, replacement: source('$1/src/$2.ts') },
    ],
  },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
    // By default one processor is left free: with two that means one file after the other.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...ALONE],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
});

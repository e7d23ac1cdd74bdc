import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@taskbay\/protocol$/, replacement: source('protocol/src/index.ts') },
      { find: /^@taskbay\/(token|mock-server|sdk)$/, replacement: source('$1/src/index.ts') },
      { find: /^@taskbay\/(token|mock-server|sdk)\/([\w-]+)$/, replacement: source('$1/src/$2.ts') },
    ],
  },
  test: {
    include: ['packages/**/*.test.ts', 'conformance/**/*.test.ts', 'examples/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 20_000,
    // By default one processor is left free: with two that means one file after the other.
    maxWorkers: '100%',
  },
});

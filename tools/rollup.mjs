import { chmodSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import resolve from '@rollup/plugin-node-resolve';
import dts from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

/** @typedef {Record<string, string>} Entries output name → source file, relative to the package */

const INLINED = '@taskbay/protocol';

/**
 * True for what stays an import in the built files: Node's own modules and the package's declared dependencies.
 * The private protocol package is never external: it is not published.
 * @param {string} packageFile path of the package.json
 * @returns {(id: string) => boolean}
 */
export function declaredExternals(packageFile) {
  const manifest = JSON.parse(readFileSync(packageFile, 'utf8'));
  const names = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})];
  return (id) =>
    id.startsWith('node:') || names.some((name) => name !== INLINED && (id === name || id.startsWith(`${name}/`)));
}

/**
 * JavaScript plugins: TypeScript by esbuild, the protocol package and (for script tags) dependencies by resolution.
 * ES2022: private fields and methods as the language has them; every browser of the last years does.
 * @param {{ browser?: boolean }} [options]
 */
export function sourcePlugins({ browser = false } = {}) {
  return [
    resolve({ browser, extensions: ['.ts', '.mjs', '.js', '.json'] }),
    esbuild({ target: 'es2022', tsconfig: false }),
  ];
}

const formats = /** @type {const} */ ({
  es: { code: 'js', types: 'd.ts' },
  cjs: { code: 'cjs', types: 'd.cts' },
});

/** @typedef {keyof typeof formats} Format */

/**
 * The modules of a package, once for each format.
 * @param {{ entries: Entries, external: (id: string) => boolean, as?: Format[], plugins?: import('rollup').Plugin[] }} options
 * @returns {import('rollup').RollupOptions}
 */
export function moduleBuild({ entries, external, as = ['es'], plugins = [] }) {
  return {
    input: entries,
    external,
    plugins: [...sourcePlugins(), ...plugins],
    output: as.map((format) => ({ ...output(format, formats[format].code), sourcemap: true })),
  };
}

/**
 * The declarations of a package, once for each format; types of the protocol package are inlined as its code is.
 * @param {{ entries: Entries, external: (id: string) => boolean, as?: Format[] }} options
 * @returns {import('rollup').RollupOptions}
 */
export function declarationBuild({ entries, external, as = ['es'] }) {
  return {
    input: entries,
    external,
    plugins: [dts({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) })],
    // Declarations are ES modules in every format: only the file's extension tells Node what they describe.
    output: as.map((format) => output('es', formats[format].types)),
  };
}

/** @param {Format} format @param {string} extension @returns {import('rollup').OutputOptions} */
function output(format, extension) {
  return {
    dir: 'dist',
    format,
    exports: 'named',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunks/[name]-[hash].${extension}`,
  };
}

/**
 * Makes one built file a command: a first line that names the interpreter, and the executable bit.
 * @param {string} fileName
 * @returns {import('rollup').Plugin}
 */
export function executable(fileName) {
  const line = '#!/usr/bin/env node\n';
  return {
    name: 'executable',
    renderChunk(code, chunk) {
      return chunk.fileName === fileName && !code.startsWith('#!') ? { code: line + code, map: null } : null;
    },
    writeBundle(options) {
      chmodSync(`${options.dir}/${fileName}`, 0o755);
    },
  };
}

/**
 * Copies files other packages own into the built package.
 * @param {{ from: string, to: string, only?: (path: string) => boolean }[]} copies
 * @returns {import('rollup').Plugin}
 */
export function copied(copies) {
  return {
    name: 'copied',
    writeBundle() {
      for (const { from, to, only } of copies) {
        if (!existsSync(from)) this.error(`${from} is missing: build what makes it first (pnpm -r run build does)`);
        cpSync(from, to, { recursive: true, ...(only === undefined ? {} : { filter: only }) });
      }
    },
  };
}

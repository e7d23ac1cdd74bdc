import commonjs from '@rollup/plugin-commonjs';
import terser from '@rollup/plugin-terser';
import { declarationBuild, declaredExternals, moduleBuild, sourcePlugins } from '../../tools/rollup.mjs';

const external = declaredExternals('package.json');
const entries = { index: 'src/index.ts', v1: 'src/v1.ts', tabs: 'src/tabs.ts' };
const browserEntries = {
  'index.browser': 'src/index.browser.ts',
  'v1.browser': 'src/v1.browser.ts',
  'tabs.browser': 'src/tabs.browser.ts',
};
/**
 * Browsers get minified files: a consumer's bundler makes one pass over them, which saves less than three do. It still
 * sees which calls have no effect, to leave out what a page does not use.
 * @type {import('@rollup/plugin-terser').Options}
 */
const minified = {
  ecma: 2022,
  module: true,
  compress: { passes: 3, unsafe_arrows: true, pure_getters: true },
  format: { preserve_annotations: true },
};

/**
 * A script's own top level is the page's: `module` would take `var taskbay` for a name that nobody uses. No bundler reads
 * it, so it says nothing about its calls.
 */
const minifiedScript = { ...minified, module: false, format: {} };

/** @type {import('rollup').RollupOptions} */
const scriptTagBuild = {
  input: 'src/script-tag.ts',
  plugins: [...sourcePlugins({ browser: true }), commonjs(), terser(minifiedScript)],
  output: { file: 'dist/taskbay.min.js', format: 'iife', name: 'taskbay', exports: 'named', sourcemap: true },
};

export default [
  moduleBuild({ entries, external, as: ['es', 'cjs'] }),
  // CommonJS is for what runs tests of pages in Node, as jest with jsdom: it takes the browser's files and requires them.
  moduleBuild({ entries: browserEntries, external, as: ['es', 'cjs'], plugins: [terser(minified)] }),
  scriptTagBuild,
  declarationBuild({ entries, external, as: ['es', 'cjs'] }),
];

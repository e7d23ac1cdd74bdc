import commonjs from '@rollup/plugin-commonjs';
import terser from '@rollup/plugin-terser';
import { declarationBuild, declaredExternals, moduleBuild, sourcePlugins } from '../../tools/rollup.mjs';
import { INTERNAL_NAMES } from './internal-names.mjs';

const external = declaredExternals('package.json');
const entries = { index: 'src/index.ts', v1: 'src/v1.ts', tabs: 'src/tabs.ts' };
/** The browser's file of the modern entry is one file with all it needs. */
const browserIndex = { 'index.browser': 'src/index.browser.ts' };
const onBrowserIndex = { 'v1.browser': 'src/v1.browser.ts', 'tabs.browser': 'src/tabs.browser.ts' };
/**
 * Browsers get minified files: a consumer's bundler makes one pass over them, which saves less than three do. What is
 * `unsafe` here would only show with arguments that are Symbols or that change how they turn into text.
 * @type {import('@rollup/plugin-terser').Options}
 */
const minified = {
  ecma: 2022,
  module: true,
  compress: { passes: 3, unsafe: true, unsafe_arrows: true, unsafe_methods: true, pure_getters: true },
};
const shortened = { ...minified, mangle: { properties: { regex: new RegExp(`^(${INTERNAL_NAMES.join('|')})$`) } } };

/** A script's own top level is the page's: `module` would take `var taskbay` for a name that nobody uses. */
const minifiedScript = { ...minified, module: false };

/** Modules that have their one copy in the file of the modern entry, and what they give to the entries beside it. */
const OF_INDEX = {
  '/src/errors.ts': "export { TaskbayError } from './index.browser.ts';",
  '/src/entities/base-worker.ts': "export { Worker as BaseWorker } from '../index.browser.ts';",
};

/**
 * The entries beside the modern one import it, so that a page has one `TaskbayError` and one `Worker`, whatever it imports.
 * Small helpers they bring along: sharing those would make a third file, with a list of short names at both its ends.
 * @type {import('rollup').Plugin}
 */
const standsOnIndex = {
  name: 'stands-on-index',
  load: (id) => Object.entries(OF_INDEX).find(([path]) => id.endsWith(path))?.[1],
};
const isIndex = (/** @type {string} */ id) => id.endsWith('/index.browser.ts');

/** @type {import('rollup').RollupOptions} */
const scriptTagBuild = {
  input: 'src/script-tag.ts',
  plugins: [...sourcePlugins({ browser: true }), commonjs(), terser(minifiedScript)],
  output: { file: 'dist/taskbay.min.js', format: 'iife', sourcemap: true },
};

export default [
  moduleBuild({ entries, external, as: ['es', 'cjs'] }),
  // CommonJS is for what runs tests of pages in Node, as jest with jsdom: it takes the browser's files and requires them.
  moduleBuild({
    entries: browserIndex,
    external: () => false,
    as: ['es', 'cjs'],
    plugins: [commonjs(), terser(shortened)],
  }),
  besideIndex(),
  scriptTagBuild,
  declarationBuild({ entries, external, as: ['es', 'cjs'] }),
];

function besideIndex() {
  const build = moduleBuild({
    entries: onBrowserIndex,
    external: (id) => isIndex(id) || external(id),
    as: ['es', 'cjs'],
    plugins: [standsOnIndex, terser(minified)],
  });
  for (const output of [build.output].flat()) {
    const extension = output?.format === 'cjs' ? 'cjs' : 'js';
    Object.assign(output ?? {}, {
      paths: (/** @type {string} */ id) => (isIndex(id) ? `./index.browser.${extension}` : id),
    });
  }
  return build;
}

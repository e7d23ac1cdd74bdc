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
/** @type {import('@rollup/plugin-terser').Options} */
const minified = { ecma: 2022, compress: { passes: 3 } };

/** @type {import('rollup').RollupOptions} */
const scriptTagBuild = {
  input: 'src/script-tag.ts',
  plugins: [...sourcePlugins({ browser: true }), commonjs(), terser(minified)],
  output: { file: 'dist/taskbay.min.js', format: 'iife', name: 'taskbay', exports: 'named', sourcemap: true },
};

export default [
  moduleBuild({ entries, external, as: ['es', 'cjs'] }),
  moduleBuild({ entries: browserEntries, external }),
  scriptTagBuild,
  declarationBuild({ entries, external, as: ['es', 'cjs'] }),
];

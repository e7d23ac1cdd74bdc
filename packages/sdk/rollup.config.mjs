import commonjs from '@rollup/plugin-commonjs';
import terser from '@rollup/plugin-terser';
import { declarationBuild, declaredExternals, moduleBuild, sourcePlugins } from '../../tools/rollup.mjs';

const external = declaredExternals('package.json');
const entries = { index: 'src/index.ts' };

/** @type {import('rollup').RollupOptions} */
const scriptTagBuild = {
  input: 'src/index.browser.ts',
  plugins: [...sourcePlugins({ browser: true }), commonjs(), terser()],
  output: { file: 'dist/taskbay.min.js', format: 'iife', name: 'taskbay', exports: 'named', sourcemap: true },
};

export default [
  moduleBuild({ entries, external, as: ['es', 'cjs'] }),
  moduleBuild({ entries: { 'index.browser': 'src/index.browser.ts' }, external }),
  scriptTagBuild,
  declarationBuild({ entries, external, as: ['es', 'cjs'] }),
];

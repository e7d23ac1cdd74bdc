import { declarationBuild, declaredExternals, moduleBuild } from '../../tools/rollup.mjs';

const external = declaredExternals('package.json');
const subpaths = ['worker', 'workspace', 'task-queue', 'access', 'verify', 'policies', 'explain', 'compat'];
const entries = Object.fromEntries(['index', ...subpaths].map((name) => [name, `src/${name}.ts`]));

export default [moduleBuild({ entries, external }), declarationBuild({ entries, external })];

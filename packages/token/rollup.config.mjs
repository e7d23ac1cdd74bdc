import { declarationBuild, declaredExternals, moduleBuild } from '../../tools/rollup.mjs';

const external = declaredExternals('package.json');
const entries = { index: 'src/index.ts', compat: 'src/compat.ts' };

export default [moduleBuild({ entries, external }), declarationBuild({ entries, external })];

import { copied, declarationBuild, declaredExternals, executable, moduleBuild } from '../../tools/rollup.mjs';

const external = declaredExternals('package.json');
const entries = { index: 'src/index.ts', twilio: 'src/twilio.ts' };

/** The published server serves the script-tag SDK and the example pages itself. */
const served = copied([
  { from: '../sdk/dist/taskbay.min.js', to: 'dist/sdk/taskbay.min.js' },
  {
    from: '../../examples/agent-page',
    to: 'dist/examples/agent-page',
    only: (path) => !/\.\w+$/.test(path) || path.endsWith('.html'),
  },
]);

export default [
  moduleBuild({ entries: { ...entries, cli: 'src/cli.ts' }, external, plugins: [executable('cli.js'), served] }),
  declarationBuild({ entries, external }),
];

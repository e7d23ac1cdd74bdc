import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

const engine = 'packages/mock-server/src/engine/routing';
const engineImports = 'The engine imports nothing but @taskbay/protocol.';
const inward = 'Dependencies point inward: the engine imports neither runtime, edges nor adapters.';
const noMockServer = 'sdk never imports mock-server or token: no signing code in a browser.';
const serverWithoutSdk = 'mock-server never imports sdk: a fake must not test a client with its own client.';
const clock = 'Only packages/sdk/src/host*.ts reads the clock: take the instant from the Host port.';
const use = (from: string) => `import { x } from '${from}';\n\nexport const y = x;\n`;
const say = (expression: string) => `export const y = () => ${expression};\n`;

interface Case {
  file: string;
  code: string;
  /** The rule and words lint must answer with; nothing = the file must pass. */
  refused?: [rule: string, message: string];
}

const cases: Record<string, Case> = {
  'a clean engine file': {
    file: `${engine}/clean.ts`,
    code: "import { x } from '@taskbay/protocol';\nimport { z } from '../z.ts';\n\nexport const y = [x, z, Math.max(1, 2)];\n",
  },
  'Date.now() in the engine': {
    file: `${engine}/date.ts`,
    code: say('Date.now()'),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable Date.'],
  },
  'Math.random() in the engine': {
    file: `${engine}/random.ts`,
    code: say('Math.random()'),
    refused: ['nursery/noJsRestrictedProperties', "Do not use 'Math.random'."],
  },
  'setTimeout in the engine': {
    file: `${engine}/timer.ts`,
    code: say('setTimeout(() => 1, 2)'),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable setTimeout.'],
  },
  'queueMicrotask in the engine': {
    file: `${engine}/microtask.ts`,
    code: say('queueMicrotask(() => 1)'),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable queueMicrotask.'],
  },
  'globalThis in the engine': {
    file: `${engine}/global.ts`,
    code: say('globalThis.performance'),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable globalThis.'],
  },
  'process in the engine': {
    file: `${engine}/process.ts`,
    code: say('process.env'),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable process.'],
  },
  'node:fs in the engine': {
    file: `${engine}/fs.ts`,
    code: use('node:fs'),
    refused: ['style/noRestrictedImports', engineImports],
  },
  'an npm module in the engine': {
    file: `${engine}/npm.ts`,
    code: use('valibot'),
    refused: ['style/noRestrictedImports', engineImports],
  },
  'an edge in the engine': {
    file: `${engine}/edge.ts`,
    code: use('../../edges/rest/app.ts'),
    refused: ['style/noRestrictedImports', inward],
  },
  'the runtime in the engine': {
    file: `${engine}/runtime.ts`,
    code: use('../../runtime/clock.ts'),
    refused: ['style/noRestrictedImports', inward],
  },
  'an adapter in an edge': {
    file: 'packages/mock-server/src/edges/rest/adapter.ts',
    code: use('../../adapters/node/serve.ts'),
    refused: ['style/noRestrictedImports', 'Dependencies point inward: edges never import adapters.'],
  },
  'an edge in the runtime': {
    file: 'packages/mock-server/src/runtime/edge.ts',
    code: use('../edges/gateway/hub.ts'),
    refused: [
      'style/noRestrictedImports',
      'Dependencies point inward: the runtime imports neither edges nor adapters.',
    ],
  },
  'the sdk in a mock server edge': {
    file: 'packages/mock-server/src/edges/rest/sdk.ts',
    code: use('@taskbay/sdk'),
    refused: ['style/noRestrictedImports', serverWithoutSdk],
  },
  'the sdk in the mock server': {
    file: 'packages/mock-server/src/seed/sdk.ts',
    code: use('@taskbay/sdk'),
    refused: ['style/noRestrictedImports', serverWithoutSdk],
  },
  'the mock server in the sdk': {
    file: 'packages/sdk/src/mock.ts',
    code: use('@taskbay/mock-server'),
    refused: ['style/noRestrictedImports', noMockServer],
  },
  'the token package in the sdk': {
    file: 'packages/sdk/src/store/token.ts',
    code: use('@taskbay/token'),
    refused: ['style/noRestrictedImports', noMockServer],
  },
  'a path into another package': {
    file: 'packages/sdk/src/path.ts',
    code: use('../../token/src/sign.ts'),
    refused: ['style/noRestrictedImports', 'Import another package by its name, never by a path into it.'],
  },
  'fetch outside the sdk host': {
    file: 'packages/sdk/src/commands/fetch.ts',
    code: say("fetch('https://example.test/')"),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable fetch.'],
  },
  'WebSocket outside the sdk host': {
    file: 'packages/sdk/src/connection/socket.ts',
    code: say("new WebSocket('wss://example.test/')"),
    refused: ['style/noRestrictedGlobals', 'Do not use the global variable WebSocket.'],
  },
  'Date.now() outside the sdk host': {
    file: 'packages/sdk/src/session/now.ts',
    code: say('Date.now()'),
    refused: ['nursery/noJsRestrictedProperties', "Do not use 'Date.now'."],
  },
  'new Date() outside the sdk host': {
    file: 'packages/sdk/src/session/date.ts',
    code: say('new Date()'),
    refused: ['plugin', clock],
  },
  'a Date from a given instant in the sdk': {
    file: 'packages/sdk/src/session/instant.ts',
    code: 'export const y = (text: string): Date => new Date(text);\n',
  },
  'globals in the sdk host': {
    file: 'packages/sdk/src/host.node.ts',
    code: say('[globalThis.WebSocket, Date.now(), new Date(), Math.random(), setTimeout(() => 1, 2)]'),
  },
  'a dependency of the protocol': {
    file: 'packages/protocol/src/dependency.ts',
    code: use('valibot'),
    refused: ['style/noRestrictedImports', 'protocol imports nothing: it is bundled into every package.'],
  },
  'export *': {
    file: 'packages/token/src/star.ts',
    code: "export * from './sign.ts';\n",
    refused: ['performance/noReExportAll', 'Do not use export all ( export * from ... ).'],
  },
  'a default export': {
    file: 'packages/token/src/default.ts',
    code: 'export default function sign() {}\n',
    refused: ['style/noDefaultExport', 'Avoid default exports.'],
  },
  'an any annotation': {
    file: 'packages/token/src/any.ts',
    code: 'export const y = (x: any) => x;\n',
    refused: ['suspicious/noExplicitAny', 'Unexpected any. Specify a different type.'],
  },
  'a file over 300 lines': {
    file: 'packages/token/src/long.ts',
    code: Array.from({ length: 301 }, (_, line) => `export const y${line} = ${line};\n`).join(''),
    refused: ['style/noExcessiveLinesPerFile', 'This file has too many lines (301). Maximum allowed is 300.'],
  },
  'a skipped test': {
    file: 'packages/token/src/skipped.test.ts',
    code: "import { it } from 'vitest';\n\nit.skip('does nothing', () => {});\n",
    refused: ['suspicious/noSkippedTests', "Don't disable tests."],
  },
};

interface Diagnostic {
  category: string;
  message: string;
  location: { path: string };
}

let folder: string;
let found: Diagnostic[];

/** The rules as they stand, applied to planted files in a copy of the tree's shape: the checkout stays untouched. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'taskbay-boundaries-'));
  for (const file of [
    'biome.jsonc',
    '.gitignore',
    'tools/lint/current-date.grit',
    ...['sdk', 'token', 'mock-server'].map(manifest),
  ]) {
    cpSync(join(root, file), join(folder, file));
  }
  for (const { file, code } of Object.values(cases)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  found = await lint(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function manifest(name: string): string {
  return `packages/${name}/package.json`;
}

function lint(directory: string): Promise<Diagnostic[]> {
  const args = [
    `${root}/node_modules/@biomejs/biome/bin/biome`,
    'lint',
    '--reporter=json',
    '--max-diagnostics=500',
    '.',
  ];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: directory }, (_failed, stdout, stderr) => {
      try {
        resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics);
      } catch (cause) {
        reject(new Error(`biome gave no report: ${stdout}${stderr}`, { cause }));
      }
    });
  });
}

describe('lint', () => {
  it.each(Object.entries(cases))('%s', (_name, { file, refused }) => {
    const answers = found
      .filter(({ location, category }) => location.path === file && !category.includes('noUndeclaredDependencies'))
      .map(({ category, message }) => [category, message]);
    if (refused === undefined) expect(answers).toEqual([]);
    else expect(answers).toContainEqual([refused[0] === 'plugin' ? 'plugin' : `lint/${refused[0]}`, refused[1]]);
  });
});

describe('the compiler settings of the engine', () => {
  const diagnose = (code: string) => {
    const path = join(root, 'packages/mock-server/tsconfig.engine.json');
    const { options } = ts.parseJsonConfigFileContent(
      ts.readConfigFile(path, ts.sys.readFile).config,
      ts.sys,
      dirname(path),
    );
    const file = join(folder, 'planted.ts');
    writeFileSync(file, code);
    return ts
      .getPreEmitDiagnostics(ts.createProgram([file], options))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('.', 1)[0]);
  };

  it.each(['setTimeout', 'process', 'fetch', 'crypto', 'console', 'performance', 'WebSocket'])(
    '%s is unknown',
    (name) => {
      expect(diagnose(`export const y = ${name};\n`)).toEqual([expect.stringContaining(`Cannot find name '${name}'`)]);
    },
  );

  it('plain ES2023 is known', () => {
    expect(diagnose('export const y = [3, 1, 2].toSorted();\n')).toEqual([]);
  });
});

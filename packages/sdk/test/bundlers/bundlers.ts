import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as esbuild } from 'esbuild';
import { build as vite } from 'vite';
import webpack from 'webpack';

/** What a bundler made of one source file. */
export interface Bundle {
  readonly code: string;
  /** Files that got into it, relative to the package or, for its dependencies, to their folder: `mitt/dist/mitt.mjs`. */
  readonly modules: readonly string[];
}

/** `minify` costs seconds on a busy machine: only where the size matters. */
export type Bundler = (file: string, minify?: boolean) => Promise<Bundle>;

const sdk = fileURLToPath(new URL('../..', import.meta.url));

export const BUNDLERS = { vite: withVite, webpack: withWebpack, esbuild: withEsbuild } as const satisfies Record<
  string,
  Bundler
>;

async function withVite(file: string, minify = true): Promise<Bundle> {
  const built = await vite({
    root: sdk,
    configFile: false,
    envFile: false,
    logLevel: 'silent',
    build: { write: false, minify, rollupOptions: { input: file } },
  });
  if (!('output' in built)) throw new Error('Vite gave no output');
  const chunks = built.output.filter((part) => part.type === 'chunk');
  return bundle(
    chunks.map(({ code }) => code).join('\n'),
    chunks.flatMap(({ moduleIds }) => moduleIds),
  );
}

async function withWebpack(file: string, minify = true): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), 'taskbay-webpack-'));
  try {
    const stats = await new Promise<webpack.Stats>((done, failed) => {
      webpack(
        {
          mode: 'production',
          target: 'web',
          entry: file,
          context: sdk,
          output: { path: folder },
          optimization: { minimize: minify },
        },
        (error, ran) => (ran === undefined ? failed(error) : done(ran)),
      );
    });
    if (stats.hasErrors()) throw new Error(stats.toString('errors-only'));
    const { modules = [] } = stats.toJson({ all: false, modules: true, nestedModules: true });
    const files = modules.flatMap((module) => [module, ...(module.modules ?? [])]);
    return bundle(
      readFileSync(join(folder, 'main.js'), 'utf8'),
      files.flatMap(({ moduleType, nameForCondition }) =>
        moduleType?.startsWith('javascript/') && nameForCondition ? [nameForCondition] : [],
      ),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function withEsbuild(file: string, minify = true): Promise<Bundle> {
  return esbuildFor(file, { platform: 'browser', minify });
}

/** As React Native's bundler resolves, on the conditions it sets: Metro itself is no bundler of pages. */
export async function forReactNative(file: string): Promise<Bundle> {
  return esbuildFor(file, { platform: 'neutral', conditions: ['react-native', 'require'], mainFields: ['main'] });
}

async function esbuildFor(file: string, options: Parameters<typeof esbuild>[0]): Promise<Bundle> {
  const { outputFiles, metafile } = await esbuild({
    entryPoints: [file],
    absWorkingDir: sdk,
    // The settings of this repository map the package to its sources.
    tsconfigRaw: '{}',
    bundle: true,
    format: 'iife',
    write: false,
    metafile: true,
    logLevel: 'silent',
    ...options,
  });
  return bundle(outputFiles?.[0]?.text ?? '', Object.keys(metafile?.inputs ?? {}));
}

function bundle(code: string, files: readonly string[]): Bundle {
  const modules = files
    .map((file) => (isAbsolute(file) ? file : resolve(sdk, file)))
    .filter((file) => !/vite\/|\0|rolldown/.test(file))
    .map((file) => file.split('/node_modules/').at(-1) ?? file)
    .map((file) => (isAbsolute(file) ? relative(sdk, file) : file));
  return { code, modules: [...new Set(modules)].sort() };
}

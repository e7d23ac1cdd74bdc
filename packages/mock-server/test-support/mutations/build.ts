import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import type { Patch } from './patches.ts';

const engine = fileURLToPath(new URL('../../src/engine/', import.meta.url));
const player = fileURLToPath(new URL('../transcript/run.ts', import.meta.url));

/** Plays a transcript and answers with its text as it then reads. */
export type Play = (text: string) => string;

/** The transcript player on an engine with this bug in it. Rejects when the patch no longer applies. */
export async function buildWith(patch: Patch | undefined, folder: string): Promise<Play> {
  const outfile = join(folder, `${patch?.rule ?? 'unpatched'}.mjs`);
  await build({
    entryPoints: [player],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    plugins: patch === undefined ? [] : [patching(patch)],
  });
  const module = (await import(/* @vite-ignore */ pathToFileURL(outfile).href)) as { readonly playTranscript: Play };
  return module.playTranscript;
}

function patching({ rule, file, before, after }: Patch): Plugin {
  const path = join(engine, file);
  return {
    name: `patch for ${rule}`,
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async (source) => {
        if (source.path !== path) return undefined;
        const text = await readFile(path, 'utf8');
        const found = text.split(before).length - 1;
        if (found !== 1)
          throw new Error(`The patch for ${rule} finds its text ${found} times in ${file}; bring it up to date`);
        return { contents: text.replace(before, () => after), loader: 'ts' };
      });
    },
  };
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './bootstrap/project.mjs';

/** What git tracks or would track: everything here but ignored files. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 26,
})
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)));

const sources = files.filter((path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path));
const binary = /\.(png|jpe?g|gif|ico|woff2?|tgz|gz)$/;

/** Tables and fixtures may be longer than a file of code; each says why. */
const longFiles: Record<string, string> = {};

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lineCount = (path: string) => read(path).split('\n').length - 1;

/** `path:line: text` for every line that matches. */
function lines(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((text, index) => (pattern.test(text) ? [`${path}:${index + 1}: ${text.trim().slice(0, 120)}`] : [])),
  );
}

describe('files', () => {
  it('have at most 300 lines', () => {
    expect(sources.filter((path) => lineCount(path) > 300 && longFiles[path] === undefined)).toEqual([]);
  });

  it('are listed as long only when they are', () => {
    expect(Object.keys(longFiles).filter((path) => !existsSync(join(root, path)) || lineCount(path) <= 300)).toEqual(
      [],
    );
  });

  it('are named by their concept', () => {
    const vague = /^(utils?|helpers?|common|misc|stuff|shared|types)(\.test)?\.(ts|mjs|js)$/;
    expect(files.filter((path) => vague.test(basename(path)))).toEqual([]);
  });

  it('are named in lower case with dashes', () => {
    expect(sources.filter((path) => !/^[a-z0-9]+([-.][a-z0-9]+)*\.ts$/.test(basename(path)))).toEqual([]);
  });
});

describe('text', () => {
  const text = files.filter((path) => !binary.test(path));

  it('names no folder of one machine', () => {
    expect(lines(text, /(^|[\s'"`(=:])\/(work|root|home\/\w+|Users\/\w+)\//)).toEqual([]);
  });

  it('names no folder beside the repository', () => {
    expect(lines(text, /\.\.\/(shared|reference|seeds)\//)).toEqual([]);
  });

  it('cites sections of nothing that is not here, but for RFCs', () => {
    expect(lines(text, /(?<!RFC \d+ )§ ?\d|\bdesign D\d/)).toEqual([]);
  });

  it('names no package registry or mirror', () => {
    expect(lines(text, /https?:\/\/[^\s/'"]*(registry|artifactory|nexus|verdaccio|npm-?mirror)[^\s/'"]*/i)).toEqual([]);
  });

  it('has no address of a tarball in the lockfile', () => {
    expect(lines(['pnpm-lock.yaml'], /tarball:|https?:/)).toEqual([]);
  });

  it('has no unfinished marks in sources', () => {
    expect(lines(sources, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('gives a reason with every suppression', () => {
    expect(lines(sources, /@ts-(ignore|nocheck)|@ts-expect-error\s*$|biome-ignore(?!.*: \w)/)).toEqual([]);
  });
});

describe('manifests', () => {
  const manifests = files.filter((path) => basename(path) === 'package.json');
  const parse = (path: string) => JSON.parse(read(path)) as Record<string, Record<string, string> | undefined>;

  it.each(manifests)('%s pins exact versions', (path) => {
    const { dependencies, devDependencies } = parse(path);
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([name, version]) =>
        version !== (name.startsWith('@taskbay/') ? 'workspace:*' : version.match(/^(npm:[\w-]+@)?\d[\w.-]*$/)?.[0]),
    );
    expect(loose).toEqual([]);
  });

  it('agree on the version of a dependency', () => {
    const versions = new Map<string, Set<string>>();
    for (const path of manifests) {
      const { dependencies, devDependencies } = parse(path);
      for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
        versions.set(name, (versions.get(name) ?? new Set()).add(version));
      }
    }
    expect([...versions].filter(([, used]) => used.size > 1).map(([name, used]) => [name, ...used])).toEqual([]);
  });

  it('of published packages say what npm shows', () => {
    for (const name of ['sdk', 'mock-server', 'token']) {
      const manifest = parse(`packages/${name}/package.json`);
      expect(manifest).toMatchObject({ license: 'MIT', type: 'module', sideEffects: false, files: ['dist'] });
      expect(Object.keys(manifest)).toEqual(expect.arrayContaining(['description', 'keywords', 'engines', 'exports']));
      expect(manifest.private).toBeUndefined();
      expect(
        [`packages/${name}/README.md`, `packages/${name}/LICENSE`].filter((path) => !files.includes(path)),
      ).toEqual([]);
    }
  });
});

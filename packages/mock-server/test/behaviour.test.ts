import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EVENT_TYPES, FRAME_EVENT_TYPES } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));
const packageFolder = join(here, '..');
const document = readFileSync(join(here, '../../../docs/BEHAVIOUR.md'), 'utf8');

const defined = [...document.matchAll(/^\| ([A-Z]+-\d+) \|/gm)].map(([, id]) => id ?? '');
const families = [...new Set(defined.map((id) => id.split('-')[0] ?? ''))];
const RULE = new RegExp(`\\b(?:${families.join('|')})-\\d+\\b`, 'g');

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(join(packageFolder, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Rules named in the files, or in what of their text matches. */
function citedIn(paths: readonly string[], within = /.+/g): Set<string> {
  const texts = paths.flatMap((path) => readFileSync(path, 'utf8').match(within) ?? []);
  return new Set(texts.flatMap((text) => text.match(RULE) ?? []));
}

const transcripts = filesBelow('test/transcripts', '.txt');
const fidelity = readFileSync(join(here, '../../../docs/fidelity/rules.md'), 'utf8');

/** What the runtime and the edges do, which a transcript of commands cannot show. Every other rule has one. */
const OUTSIDE = /^(?:HOOK-\d+|WORK-6|QUEUE-5|SPACE-4|TIME-[34]|ID-7)$/;

/** Where a rule of the runtime and the edges may be shown: tests and properties. */
function tests(): string[] {
  const files = [...filesBelow('src', '.test.ts'), ...filesBelow('test', '.test.ts')];
  return [
    ...files.filter((path) => !path.endsWith('behaviour.test.ts')),
    join(packageFolder, 'test-support/properties.ts'),
  ];
}

describe('docs/BEHAVIOUR.md', () => {
  it('defines each rule once', () => {
    expect(defined.filter((id, at) => defined.indexOf(id) !== at)).toEqual([]);
    expect(defined.length).toBeGreaterThan(80);
  });

  it('defines every rule that sources, tests and transcripts cite', () => {
    const cited = citedIn([...filesBelow('src', '.ts'), ...filesBelow('test', '.ts'), ...transcripts]);
    expect([...cited].filter((id) => !defined.includes(id))).toEqual([]);
  });

  it('is cited by every transcript', () => {
    const silent = transcripts.filter(
      (path) => !/^# .+\n# rules: (?:[A-Z]+-\d+ ?)+\n/.test(readFileSync(path, 'utf8')),
    );
    expect(silent).toEqual([]);
  });

  it('has a transcript for every rule, and a test that names it for what the runtime and the edges do', () => {
    const shown = citedIn(transcripts, /^# rules: .+$/m);
    const named = citedIn(tests(), /(?:\b(?:describe|it|name)\b|\]\)\().*$/gm);
    expect(defined.filter((id) => !OUTSIDE.test(id) && !shown.has(id))).toEqual([]);
    expect(defined.filter((id) => OUTSIDE.test(id) && !named.has(id))).toEqual([]);
  });

  it('has one line on fidelity for every rule', () => {
    const lines = [...fidelity.matchAll(/^\| ([A-Z]+-\d+) \| (.*?) \| (.*?) \|/gm)];
    const ids = lines.map(([, id]) => id ?? '');
    expect(ids.filter((id, at) => ids.indexOf(id) !== at || !defined.includes(id))).toEqual([]);
    expect(defined.filter((id) => !ids.includes(id))).toEqual([]);
    const sources = new Set([
      'choice',
      'field',
      ...[...fidelity.matchAll(/^\| ([\w ]+) \| .* \|$/gm)].map(([, key]) => key),
    ]);
    const unfounded = lines.filter(([, , state, source]) => {
      const known = source?.split(', ').every((key) => sources.has(key));
      return !known || !/^(modelled|approximated|absent)$/.test(state ?? '');
    });
    expect(unfounded.map(([line]) => line)).toEqual([]);
  });

  it('lists every event type with the channels that carry it', () => {
    const rows = [
      ...document.matchAll(/^\| `([\w.-]+)`(?: \((\w+)\))? \| (yes|no) \| (yes|no) \| (yes|no) \| (yes|no) \|/gm),
    ];
    const types = new Set(rows.map(([, type]) => type));
    expect(EVENT_TYPES.filter((type) => !types.has(type))).toEqual([]);
    const framed = rows.filter(([, , , , , v1, v2]) => v1 === 'yes' && v2 === 'yes').map(([, type]) => type);
    expect(new Set(framed)).toEqual(new Set(FRAME_EVENT_TYPES));
    const own = [
      ...readFileSync(join(packageFolder, 'src/engine/events.ts'), 'utf8').matchAll(/'(taskbay\.[\w.-]+)'/g),
    ];
    expect(own.map(([, type]) => type).filter((type) => !types.has(type))).toEqual([]);
  });
});

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

function citedIn(paths: readonly string[]): Set<string> {
  return new Set(paths.flatMap((path) => readFileSync(path, 'utf8').match(RULE) ?? []));
}

const transcripts = filesBelow('test/transcripts', '.txt');

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

  it('has a test or a transcript for every rule', () => {
    const tests = [...filesBelow('src', '.test.ts'), ...filesBelow('test', '.test.ts'), ...transcripts];
    const cited = citedIn(tests.filter((path) => !path.endsWith('behaviour.test.ts')));
    expect(defined.filter((id) => !cited.has(id))).toEqual([]);
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

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { COVERAGE, FILES, UNDECLARED } from './coverage.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const page = join(here, '../docs/fidelity/vendor-sdk.md');
const vendor = dirname(createRequire(import.meta.url).resolve('twilio-taskrouter'));

/** Methods (`name()`) of every exported class and interface, and the events of its `…Events` interface. */
function publicSurface(): Record<string, string[]> {
  const text = readFileSync(join(vendor, 'types.d.ts'), 'utf8');
  const source = ts.createSourceFile('types.d.ts', text, ts.ScriptTarget.Latest);
  const surface: Record<string, string[]> = {};
  for (const statement of source.statements) {
    if (!ts.isClassDeclaration(statement) && !ts.isInterfaceDeclaration(statement)) continue;
    const name = statement.name?.text ?? '';
    const events = name.endsWith('Events');
    const found: string[] = [];
    for (const member of statement.members) {
      const method = ts.isMethodDeclaration(member) || ts.isMethodSignature(member);
      if (!method && !(events && ts.isPropertySignature(member))) continue;
      found.push(`${member.name?.getText(source)}${method ? '()' : ''}`);
    }
    const owner = name.replace(/Events$/, '');
    if (found.length > 0) surface[owner] = [...(surface[owner] ?? []), ...found];
  }
  return surface;
}

const rows = [...Object.entries(COVERAGE), ...Object.entries(UNDECLARED)].flatMap(([owner, members]) =>
  Object.entries(members).map(([member, exercise]) => ({ owner, member, exercise })),
);

function document(): string {
  const lines = rows.map(({ owner, member, exercise }) => {
    const where = 'pending' in exercise ? `pending: ${exercise.pending}` : `${FILES[exercise.test]}: ${exercise.title}`;
    return `| ${owner} | \`${member}\` | ${where} |`;
  });
  return [
    '# The vendor’s SDK, method by method',
    '',
    'Every public method and event of `twilio-taskrouter` 2.1.1 (its `types.d.ts`, and at the end events that it leaves out)',
    'and the test, seen from `conformance/`, that exercises it against the server with the unmodified package. What the SDK',
    'does wrong is shown by',
    '`vendor-defects.test.ts` and `vendor-timers.test.ts`. Written by `conformance/coverage.test.ts` from',
    '`conformance/coverage.ts` (`TASKBAY_WRITE=1` writes it anew); a member without a row fails the test.',
    '',
    '| of | method or event | test |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

describe('coverage of the vendor’s SDK', () => {
  it('has a row for every public method and event, and no other', () => {
    const surface = publicSurface();
    const covered = Object.fromEntries(Object.entries(COVERAGE).map(([owner, of]) => [owner, Object.keys(of).sort()]));
    expect(covered).toEqual(Object.fromEntries(Object.entries(surface).map(([owner, of]) => [owner, of.sort()])));
  });

  it('names tests that are there', () => {
    const texts = new Map(Object.values(FILES).map((file) => [file, readFileSync(join(here, file), 'utf8')]));
    const missing = rows.filter(
      ({ exercise }) => !('pending' in exercise) && !texts.get(FILES[exercise.test])?.includes(exercise.title),
    );
    expect(missing).toEqual([]);
  });

  it('is what docs/fidelity/vendor-sdk.md shows', () => {
    if (process.env.TASKBAY_WRITE === '1') writeFileSync(page, document());
    expect(readFileSync(page, 'utf8')).toBe(document());
  });
});

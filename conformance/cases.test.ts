import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Case, perform } from './case.ts';
import { endings } from './cases/endings.ts';
import { instructions } from './cases/instructions.ts';
import { sessions } from './cases/sessions.ts';
import { tasks } from './cases/tasks.ts';
import { tokens } from './cases/tokens.ts';
import { worker } from './cases/worker.ts';
import type { SocketClientKind } from './client.ts';
import { rawV1 } from './clients/raw-v1.ts';
import { sdkV1, sdkV1InProcess, sdkV2, sdkV2InProcess } from './clients/sdk.ts';
import { v1Facade } from './clients/v1-facade.ts';
import { vendor211 } from './clients/vendor.ts';

const CASES = [...worker, ...tasks, ...endings, ...instructions, ...sessions, ...tokens];
const KINDS = [sdkV2, sdkV1, sdkV2InProcess, sdkV1InProcess, v1Facade, vendor211, rawV1];

const runs = ({ only }: Case, { wire }: SocketClientKind): boolean => only === undefined || only.wire === wire;

describe.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const cases = CASES.filter((one) => runs(one, kind));
  it.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => perform(kind, one), 120_000);
});

describe('docs/fidelity/cases.md', () => {
  const page = new URL('../docs/fidelity/cases.md', import.meta.url);

  it('shows which client goes through which case, and why not through the others', () => {
    if (process.env.TASKBAY_WRITE === '1') writeFileSync(page, document());
    expect(readFileSync(page, 'utf8')).toBe(document());
  });
});

function document(): string {
  const rows = CASES.map((one) => {
    const cells = KINDS.map((kind) => (runs(one, kind) ? 'yes' : 'no'));
    return `| ${one.title} | ${cells.join(' | ')} | ${one.only?.because ?? ''} |`;
  });
  return [
    '# One suite, several clients',
    '',
    'The cases of `conformance/cases`, each on a server of its own, through every client that can do it. Written by',
    '`conformance/cases.test.ts` (`TASKBAY_WRITE=1` writes it anew).',
    '',
    `| case | ${KINDS.map(({ name }) => name).join(' | ')} | why not |`,
    `|---|${KINDS.map(() => '---|').join('')}---|`,
    ...rows,
    '',
  ].join('\n');
}

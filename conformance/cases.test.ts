import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { perform } from './case.ts';
import { CASES, runs } from './cases.ts';
import { chromiumClients } from './clients/in-chromium.ts';
import { rawV1 } from './clients/raw-v1.ts';
import { sdkV1, sdkV1InProcess, sdkV2, sdkV2InProcess } from './clients/sdk.ts';
import { v1Facade, v1FacadeInProcess } from './clients/v1-facade.ts';
import { vendor211 } from './clients/vendor.ts';

const KINDS = [sdkV2, sdkV1, sdkV2InProcess, sdkV1InProcess, v1Facade, v1FacadeInProcess, vendor211, rawV1];

/** What the page shows besides: `cases-in-chromium.test.ts` runs them. */
const ELSEWHERE = chromiumClients(() => {
  throw new Error('There is no browser here');
});
const SHOWN = [...KINDS, ...ELSEWHERE];

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
    const cells = SHOWN.map((kind) => (runs(one, kind) ? 'yes' : 'no'));
    return `| ${one.title} | ${cells.join(' | ')} | ${one.only?.because ?? ''} |`;
  });
  return [
    '# One suite, several clients',
    '',
    'The cases of `conformance/cases`, each on a server of its own, through every client that can do it. Written by',
    '`conformance/cases.test.ts` (`TASKBAY_WRITE=1` writes it anew).',
    '',
    `| case | ${SHOWN.map(({ name }) => name).join(' | ')} | why not |`,
    `|---|${SHOWN.map(() => '---|').join('')}---|`,
    ...rows,
    '',
  ].join('\n');
}

import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ours, vendors } from './client.ts';
import { play } from './run.ts';
import { SCRIPT, type Step } from './script.ts';

const page = new URL('../../docs/fidelity/differential.md', import.meta.url);

describe('one script through our SDK and the vendor’s', () => {
  const logs = { ours: new Map<Step, readonly string[]>(), vendors: new Map<Step, readonly string[]>() };

  beforeAll(async () => {
    for (const [step, log] of await play(ours)) logs.ours.set(step, log);
    for (const [step, log] of await play(vendors)) logs.vendors.set(step, log);
  }, 60_000);

  it.each(SCRIPT.map((step) => [step.title, step] as const))('%s', (_, step) => {
    const [own, other] = [logs.ours.get(step), logs.vendors.get(step)];
    expect(own?.length).toBeGreaterThan(0);
    if (step.because === undefined) expect(own).toEqual(other);
    else expect(own).not.toEqual(other);
  });

  it('is what docs/fidelity/differential.md shows', () => {
    if (process.env.TASKBAY_WRITE === '1') writeFileSync(page, document());
    expect(readFileSync(page, 'utf8')).toBe(document());
  });

  function document(): string {
    return [
      '# Our SDK and the vendor’s, told the same story',
      '',
      'One script through `@taskbay/sdk` and the unmodified `twilio-taskrouter` 2.1.1, on a server each, and what their',
      'applications are told in each step: the event, what it is about, and what that shows at the moment. Written by',
      '`conformance/differential/differential.test.ts` (`TASKBAY_WRITE=1` writes it anew), which fails on any other difference.',
      '',
      ...SCRIPT.flatMap((step) => [
        `## ${step.title}`,
        '',
        ...(step.because === undefined ? same(step) : both(step)),
        '',
      ]),
    ].join('\n');
  }

  const fenced = (log: readonly string[] | undefined): string[] => ['```', ...(log ?? []), '```'];
  const same = (step: Step): string[] => ['Both:', '', ...fenced(logs.ours.get(step))];

  function both(step: Step): string[] {
    const { because = '' } = step;
    const why = `Different, because ${because}.`;
    return [
      why,
      '',
      'Ours:',
      '',
      ...fenced(logs.ours.get(step)),
      '',
      'The vendor’s:',
      '',
      ...fenced(logs.vendors.get(step)),
    ];
  }
});

import { describe, it } from 'vitest';
import { perform } from './case.ts';
import { endings } from './cases/endings.ts';
import { sessions } from './cases/sessions.ts';
import { tasks } from './cases/tasks.ts';
import { tokens } from './cases/tokens.ts';
import { worker } from './cases/worker.ts';
import { sdkV1, sdkV2 } from './clients/sdk.ts';
import { vendor211 } from './clients/vendor.ts';

const CASES = [...worker, ...tasks, ...endings, ...sessions, ...tokens];

describe.each([sdkV2, sdkV1, vendor211].map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const cases = CASES.filter(({ wire }) => wire === undefined || wire === kind.wire);
  it.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => perform(kind, one), 60_000);
});

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORACLE_PROPERTY } from '../../test-support/oracle/property.ts';

const model = fileURLToPath(new URL('../../test-support/oracle/model/', import.meta.url));

/** More runs, and a failing seed again: `npm run soak engine -- --property foretells --runs 5000 [--seed S --path P]`. */
describe('the engine beside a naive model of the rules', () => {
  it(ORACLE_PROPERTY.name, () => fc.assert(ORACLE_PROPERTY.property, { numRuns: 1000 }));

  it('shares no code with the model, which could share its mistakes', () => {
    const imported = readdirSync(model).flatMap((file) => {
      const imports = readFileSync(model + file, 'utf8').matchAll(/from '([^']+)'/g);
      return [...imports].map(([, from = '']) => from);
    });
    const foreign = imported.filter((from) => !from.startsWith('./') && from !== '@taskbay/protocol');
    expect(imported.length).toBeGreaterThan(0);
    expect(foreign).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, it } from 'vitest';
import { ENGINE_PROPERTIES } from '../../test-support/properties.ts';

/** More runs, and a failing seed again: `npm run soak engine -- --runs 2000 [--seed S --path P]`. */
describe('the engine under random commands', () => {
  it.each(ENGINE_PROPERTIES)('$name', ({ property }) => fc.assert(property, { numRuns: 30 }));
});

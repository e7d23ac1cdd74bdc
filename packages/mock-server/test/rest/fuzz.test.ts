import { expect, it } from 'vitest';
import { fuzzRest } from '../../test-support/rest-fuzz.ts';

it('random requests get an answer each, and errors are the service’s (short form of the soak)', async () => {
  const { problems, statuses } = await fuzzRest({ requests: 2_000, seed: 20_260_105, connections: 4 });
  expect(problems.slice(0, 10)).toEqual([]);
  // The requests are not all nonsense.
  for (const status of [200, 201, 204, 400, 401, 404, 405]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0);
}, 120_000);

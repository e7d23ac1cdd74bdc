import { expect, it } from 'vitest';
import { cutThroughProxy } from './run.ts';

/** `npm run soak sdk-proxy` is the same with 300. */
const CUTS = 15;

it.each(['access', 'capability'] as const)(
  'cuts through a TCP proxy lose and double nothing (%s token)',
  async (kind) => {
    const { findings, offers, connections } = await cutThroughProxy(kind, CUTS);
    expect(findings).toEqual([]);
    expect(offers).toBe(CUTS);
    expect(connections).toBeGreaterThanOrEqual(CUTS);
  },
  60_000,
);

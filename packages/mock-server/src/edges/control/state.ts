import * as v from 'valibot';
import { readBody, SEED_LIMIT } from './body.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

const MAX_SETTLE_MS = 600_000;

const settleBody = v.strictObject({
  timeoutMs: v.exactOptional(
    v.pipe(
      v.number('must be a number of milliseconds'),
      v.minValue(0, 'must be 0 or more'),
      v.maxValue(MAX_SETTLE_MS, `must be at most ${MAX_SETTLE_MS}`),
    ),
    5_000,
  ),
});

const resetBody = v.strictObject({
  seed: v.exactOptional(
    v.custom<object>((value) => typeof value === 'object' && value !== null, 'must be a seed document (object)'),
  ),
});

export const settle: ControlCall = async ({ runtime }, request) => {
  const { timeoutMs } = await readBody(request, settleBody);
  const inFlight = await runtime.inFlight.settle(timeoutMs);
  if (inFlight.length === 0) return Response.json({ settled: true });
  const message = `Still in flight after ${timeoutMs} ms: ${inFlight.map(({ what, sid }) => `${what} ${sid}`).join(', ')}`;
  throw new ControlRefusal('not_settled', message, { inFlight });
};

export const reset: ControlCall = async ({ reset: resetTo, runtime, time }, request) => {
  const { seed } = await readBody(request, resetBody, SEED_LIMIT);
  await resetTo(seed);
  return Response.json({ now: time.report().now, workspaces: runtime.workspaces() });
};

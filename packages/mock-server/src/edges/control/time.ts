import * as v from 'valibot';
import type { AdvanceBy } from '../../runtime/time-control.ts';
import { readBody } from './body.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

/** A hundred years: more would leave what a date can hold. */
const MAX_SECONDS = 3_155_760_000;

const seconds = v.pipe(
  v.number('must be a number of seconds'),
  v.finite('must be a finite number of seconds'),
  v.minValue(0, 'must be 0 or more: time does not go back'),
  v.maxValue(MAX_SECONDS, `must be at most ${MAX_SECONDS}`),
);
const instant = v.pipe(
  v.string('must be an ISO 8601 date and time'),
  v.check(
    (text) => /^\d{4}-\d\d-\d\dT/.test(text) && Number.isFinite(Date.parse(text)),
    'must be an ISO 8601 date and time',
  ),
);

const advanceBody = v.pipe(
  v.strictObject({
    seconds: v.exactOptional(seconds),
    to: v.exactOptional(instant),
    next: v.exactOptional(v.literal(true, 'must be true')),
  }),
  v.check(
    (body) => Object.keys(body).length === 1,
    'must have exactly one of {"seconds": n}, {"to": ISO 8601} and {"next": true}',
  ),
);

const modeBody = v.strictObject({ mode: v.picklist(['manual', 'real'], 'must be "manual" or "real"') });

export const getTime: ControlCall = async ({ time }) => Response.json(time.report());

export const advanceTime: ControlCall = async ({ time }, request) =>
  Response.json(await time.advance(advanceBy(await readBody(request, advanceBody))));

export const setTimeMode: ControlCall = async ({ time }, request) => {
  const { mode } = await readBody(request, modeBody);
  return Response.json(time.setMode(mode));
};

function advanceBy({ seconds: by, to }: v.InferOutput<typeof advanceBody>): AdvanceBy {
  if (by !== undefined) return { kind: 'seconds', seconds: by };
  if (to !== undefined) return { kind: 'to', instant: Date.parse(to) };
  return { kind: 'next' };
}

/** The same, for callers in process. Throws ControlRefusal. */
export function checkAdvance(by: unknown): AdvanceBy {
  const parsed = v.safeParse(advanceBody, by, { abortEarly: true });
  if (parsed.success) return advanceBy(parsed.output);
  const [issue] = parsed.issues;
  throw new ControlRefusal('invalid_request', `${v.getDotPath(issue) ?? 'advance'} ${issue.message}`);
}

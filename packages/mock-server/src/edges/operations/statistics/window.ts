import * as v from 'valibot';
import type { Window } from '../../../runtime/statistics/cumulative.ts';
import { RETENTION_MS } from '../../../runtime/statistics/series.ts';
import { instant, optional, text, whole } from '../params.ts';
import type { Refusal } from '../refusal.ts';

const DEFAULT_MINUTES = 15;
const MINUTE_MS = 60_000;
const MAX_THRESHOLDS = 100;

/** Which stretch of time cumulative statistics are asked for. */
export const windowParams = {
  Minutes: optional(whole(1, 1_000_000)),
  StartDate: optional(instant),
  EndDate: optional(instant),
} as const;

/** Comma list of whole seconds. */
const thresholds = v.pipe(
  text,
  v.transform((value) => value.split(',').map((part) => part.trim())),
  v.array(v.pipe(v.string(), v.regex(/^\d{1,9}$/, 'must be whole seconds with commas between, such as 5,30'))),
  v.maxLength(MAX_THRESHOLDS, `must not have more than ${MAX_THRESHOLDS} thresholds`),
  v.transform((list) => list.map(Number)),
);

export const channelParams = { TaskChannel: optional(text) } as const;
export const splitParams = { SplitByWaitTime: optional(thresholds) } as const;

interface Asked {
  readonly Minutes?: number;
  readonly StartDate?: number;
  readonly EndDate?: number;
}

type Read = { readonly ok: true; readonly window: Window } | { readonly ok: false; readonly refusal: Refusal };

/** The last 15 minutes, the last `Minutes`, or from StartDate to EndDate; no more than 30 days back (BEHAVIOUR: STAT-9). */
export function windowOf({ Minutes, StartDate, EndDate }: Asked, now: number): Read {
  if (Minutes !== undefined && (StartDate !== undefined || EndDate !== undefined)) {
    return invalid('Minutes', 'cannot be combined with StartDate or EndDate; send one or the other');
  }
  const to = EndDate ?? now;
  const from = StartDate ?? to - (Minutes ?? DEFAULT_MINUTES) * MINUTE_MS;
  if (from < now - RETENTION_MS) return { ok: false, refusal: { code: 'statistics_window' } };
  if (from > to) return invalid('StartDate', 'must not be after EndDate');
  return { ok: true, window: { from, to } };
}

function invalid(parameter: string, problem: string): Read {
  return { ok: false, refusal: { code: 'invalid', parameter, problem } };
}

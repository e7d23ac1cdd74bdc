import { LIVE_RESERVATION_STATUSES } from '@taskbay/protocol';
import * as v from 'valibot';
import type { PageRequest } from '../operations/operation.ts';
import type { Envelope } from './envelope.ts';

type Params = Readonly<Record<string, unknown>>;

/** A v2 command in the words of the operations table. */
export interface CommandV2 {
  /** Below `/v1`. */
  readonly path: string;
  readonly params: Params;
  readonly page: PageRequest;
  /** Ordered lists go on by `meta.next_token` instead of `after_sid`. */
  readonly ordered: boolean;
}

export const MAX_PAGE_SIZE = 1000;

const sidText = v.pipe(
  v.nullish(v.string('must be a SID')),
  v.transform((sid) => (sid === '' || sid === null ? undefined : sid)),
);

const paging = v.object({
  PageSize: v.optional(
    v.pipe(
      v.union([v.number(), v.string()], 'must be a number'),
      v.transform(Number),
      v.integer('must be a whole number'),
      v.minValue(1, 'must be 1 or more'),
      v.maxValue(MAX_PAGE_SIZE, `must be ${MAX_PAGE_SIZE} or less`),
    ),
    MAX_PAGE_SIZE,
  ),
  AfterSid: sidText,
  NextToken: sidText,
});

export type TranslatedV2 =
  | { readonly ok: true; readonly command: CommandV2 }
  | { readonly ok: false; readonly parameter: string; readonly problem: string };

/** Reads a relative v2 URL and its parameters; names that only this wire has become those of the table. */
export function translateV2({ url, params }: Pick<Envelope, 'url' | 'params'>): TranslatedV2 {
  const path = `/${url.replace(/^\/+/, '')}`;
  const parsed = v.safeParse(paging, params, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return { ok: false, parameter: v.getDotPath(issue) ?? 'params', problem: issue.message };
  }
  const { PageSize, AfterSid, NextToken } = parsed.output;
  const ordered = typeof params.Ordering === 'string' && params.Ordering !== '';
  return {
    ok: true,
    command: {
      path: path.replace(/(\/Workers\/[^/]+)\/WorkerChannels(?=\/|$)/, '$1/Channels'),
      params: renamed(params),
      page: { size: PageSize, after: ordered ? (NextToken ?? AfterSid) : AfterSid },
      ordered,
    },
  };
}

function renamed(params: Params): Params {
  const { PageSize, AfterSid, NextToken, Active, TaskChannelSid, TaskChannelUniqueName, ...others } = params;
  const { DequeueStatusCallbackEvents: events, ...rest } = others;
  const channel = TaskChannelUniqueName ?? TaskChannelSid;
  return {
    ...rest,
    ...(events === undefined ? {} : { DequeueStatusCallbackEvent: events }),
    ...(isTrue(Active) ? { ReservationStatus: LIVE_RESERVATION_STATUSES } : {}),
    ...(channel === undefined || channel === null ? {} : { TaskChannel: channel }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

import type { StatusCallback } from '../../engine/telephony/records.ts';
import type { Fields } from './fields.ts';

/** Something that an application wanted to be told of a call or a conference. */
export interface StatusUpdate {
  readonly kind: 'call' | 'conference';
  /** Of the call or the conference. */
  readonly sid: string;
  /** What happened, as the subscription names it of a call (`completed`), the request of a conference (`participant-join`). */
  readonly type: string;
  readonly callback: Pick<StatusCallback<never>, 'url' | 'method'>;
  readonly fields: Fields;
}

/** Voice callbacks write dates as RFC 2822 has them. */
export function rfc2822(instant: number): string {
  return new Date(instant).toUTCString().replace(/GMT$/, '+0000');
}

import type { CallOptions } from '../commands/client.ts';

/** What every telephony option is: sent as it is, under its REST name. */
type Setting = string | number | boolean | undefined;

/** Of `Reservation.dequeue`; names are those of the REST parameters without `Dequeue`. */
export interface DequeueOptions extends CallOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly postWorkActivitySid?: string | undefined;
  readonly record?: string | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly statusCallbackUrl?: string | undefined;
  /** Comma-separated: initiated, ringing, answered, completed. */
  readonly statusCallbackEvents?: string | undefined;
}

/** Of `Reservation.call`; names are those of the REST parameters without `Call`. */
export interface CallInstructionOptions extends CallOptions {
  readonly accept?: boolean | undefined;
  readonly record?: string | undefined;
  readonly statusCallbackUrl?: string | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly to?: string | undefined;
}

/** Of `Reservation.redirect`. */
export interface RedirectOptions extends CallOptions {
  readonly accept?: boolean | undefined;
}

/** Any parameter of a conference participant, its REST name in camelCase: `from`, `timeout`, `endConferenceOnExit` … */
export type ConferenceOptions = CallOptions & { readonly [name: string]: Setting | AbortSignal };

/** Of `Reservation.updateParticipant`. */
export interface WorkerParticipantOptions extends CallOptions {
  readonly endConferenceOnExit?: boolean | undefined;
  readonly mute?: boolean | undefined;
  readonly beepOnExit?: boolean | undefined;
}

/** Of the calls that put somebody on hold. */
export interface HoldOptions extends CallOptions {
  readonly holdUrl?: string | undefined;
  readonly holdMethod?: string | undefined;
}

/** Options under their REST names: the prefix, then the name in PascalCase. */
export function restNames(options: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.replace(/^./, (first) => prefix + first.toUpperCase()),
      value,
    ]),
  );
}

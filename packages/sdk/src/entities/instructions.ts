import type { CallOptions } from '../commands/client.ts';

/** What every telephony option is: sent as it is, under its REST name. */
type Setting = string | number | boolean | undefined;

/** Of `Reservation.dequeue`; names are those of the REST parameters without `Dequeue`. */
export interface DequeueOptions extends CallOptions {
  readonly from?: string;
  readonly to?: string;
  readonly postWorkActivitySid?: string;
  readonly record?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly statusCallbackUrl?: string;
  /** Comma-separated: initiated, ringing, answered, completed. */
  readonly statusCallbackEvents?: string;
}

/** Of `Reservation.call`; names are those of the REST parameters without `Call`. */
export interface CallInstructionOptions extends CallOptions {
  readonly accept?: boolean;
  readonly record?: string;
  readonly statusCallbackUrl?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly to?: string;
}

/** Of `Reservation.redirect`. */
export interface RedirectOptions extends CallOptions {
  readonly accept?: boolean;
}

/** Any parameter of a conference participant, its REST name in camelCase: `from`, `timeout`, `endConferenceOnExit` … */
export type ConferenceOptions = CallOptions & { readonly [name: string]: Setting | AbortSignal };

/** Of `Reservation.updateParticipant`. */
export interface WorkerParticipantOptions extends CallOptions {
  readonly endConferenceOnExit?: boolean;
  readonly mute?: boolean;
  readonly beepOnExit?: boolean;
}

/** Of the calls that put somebody on hold. */
export interface HoldOptions extends CallOptions {
  readonly holdUrl?: string;
  readonly holdMethod?: string;
}

/** Options under their REST names: the prefix, then the name in PascalCase. */
export function restNames(options: object, prefix = ''): Record<string, unknown> {
  const { signal: _, ...sent }: CallOptions = options;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [prefix + name.charAt(0).toUpperCase() + name.slice(1), value]),
  );
}

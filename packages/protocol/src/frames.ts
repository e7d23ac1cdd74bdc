import { isObject, parseJson } from './json.ts';

/** Text frame the server sends when it has nothing to say; any blank text frame counts. */
export const HEARTBEAT_FRAME = ' ';
/** Milliseconds of host time between heartbeat frames. */
export const HEARTBEAT_INTERVAL_MS = 15_000;

export type Frame =
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'event'; readonly type: string; readonly payload: unknown }
  | { readonly kind: 'malformed'; readonly text: string };

/** Reads one text frame of either wire. Never throws; what is no event and not blank is `malformed`. */
export function parseFrame(text: string): Frame {
  if (text.trim() === '') return { kind: 'heartbeat' };
  const value = parseJson(text);
  if (!isObject(value) || typeof value.event_type !== 'string') return { kind: 'malformed', text };
  return { kind: 'event', type: value.event_type, payload: value.payload ?? null };
}

/** Writes one event frame: `{"event_type", "payload"}`. */
export function serializeFrame(type: string, payload: unknown): string {
  return JSON.stringify({ event_type: type, payload });
}

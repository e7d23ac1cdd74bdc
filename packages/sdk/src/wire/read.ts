import { parseJson } from '@taskbay/protocol';
import { LIVE } from '../store/live.ts';
import type { Reading, Row } from '../store/records.ts';
import { fieldsOf, fieldsOrNone, unreadable } from './fields.ts';

/** What goes without saying in names on the wire, e.g. in `assignment_status` of a task. */
const REDUNDANT =
  /^initiating_|^(assignment|reservation|transfer|configured)_(?!sid|activity)|^task_(?=queue|transfer)|_friendly/g;
const JSON_TEXTS = /^a(ttributes|ddons)$/;
const INSTANTS = /^date|Time$/;
/** Fewer are seconds, more are milliseconds: the one would be the year 5138, the other was 1973. */
const MOST_SECONDS = 1e11;

/** `friendly_name` as `friendlyName`. */
export function camelCase(name: string): string {
  return name.replace(/_./g, ([, letter = '']) => letter.toUpperCase());
}

/**
 * A wire object as a record, whatever its fields: names in camelCase, values by their names. An object in it that has a SID
 * becomes a record of its own, and the SID stands for it: `taskSid` for `task`. `rows` gets all of them, the outermost last.
 * Throws `protocol` where the SDK could not tell what it has before it.
 */
export function read<Found extends Reading>(value: unknown, rows: Row[] = []): Found {
  const fields = fieldsOf(value, 'An object');
  const { task, task_sid = fieldsOrNone(task).sid } = fields;
  const row: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(fields)) {
    const name = camelCase(key.replace(REDUNDANT, ''));
    const inner = fieldsOrNone(given);
    // Transfers in a reservation may leave out its task.
    if (inner.sid && !JSON_TEXTS.test(name))
      row[`${name}Sid`] = read(inner === task ? inner : { task_sid, ...inner }, rows).sid;
    else row[name] = decoded(name, given);
  }
  const { sid, status } = row;
  const isReservation = String(sid).startsWith('WR');
  if (typeof sid !== 'string' || (isReservation && !(status && row.taskSid))) throw unreadable('An object', value);
  // The v1 wire has no version here, but a reservation never goes back, so its status orders its readings.
  if (isReservation) row.version ??= [...LIVE, status].indexOf(status);
  rows.push(row as unknown as Row);
  return row as unknown as Found;
}

/** A value as records have it, by the name of its field; undefined where it cannot be read. */
function decoded(name: string, value: unknown): unknown {
  // JSON objects travel as text, in answers of both wires and in frames. An empty text is none.
  if (JSON_TEXTS.test(name)) return typeof value === 'string' ? parseJson(value || '{}') : (value ?? {});
  if (INSTANTS.test(name)) {
    // ISO 8601 (REST), or seconds since the epoch (frames), or milliseconds (one field of channels).
    return value
      ? new Date((value as number) < MOST_SECONDS ? (value as number) * 1000 : (value as number))
      : undefined;
  }
  // The service sends it as text, too. What has none is not in any order, whichever way that is said.
  if (name === 'version') return value === null ? undefined : Number(value);
  // Worker channels in frames spell it 0 and 1.
  return name === 'available' ? Boolean(value) : value;
}

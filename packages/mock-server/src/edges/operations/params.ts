import { isSid, type SidPrefix } from '@taskbay/protocol';
import * as v from 'valibot';
import { attributesDocument } from '../../engine/commands.ts';

/**
 * Parameter types. Values come from forms and query strings (text, or a list of texts for a repeated name) and from
 * bridge envelopes (JSON types): each accepts what either wire sends and yields one typed value.
 */
const first = v.pipe(
  v.unknown(),
  v.transform((value) => (Array.isArray(value) ? value[0] : value)),
);

export const text = v.pipe(
  first,
  v.transform((value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value)),
  v.string('must be text'),
);

/** Text of 1 to `max` characters. */
export const name = (max: number) =>
  v.pipe(text, v.minLength(1, 'must not be empty'), v.maxLength(max, `must not be longer than ${max} characters`));

const TRUE_WORDS = new Set(['true', '1', 'yes']);

/** `true`, `1` and `yes` are true, every other value is false (OpenAPI: Available, IgnoreCapacity). */
export const flag = v.pipe(
  text,
  v.transform((value) => TRUE_WORDS.has(value.toLowerCase())),
);

const WHOLE = /^-?\d{1,15}$/;

export const whole = (least: number, most: number) =>
  v.pipe(
    text,
    v.check((value) => WHOLE.test(value), 'must be a whole number'),
    v.transform(Number),
    v.check((value) => value >= least && value <= most, `must be a whole number from ${least} to ${most}`),
  );

export const oneOf = <const T extends readonly string[]>(words: T) =>
  v.pipe(text, v.picklist(words, `must be one of ${words.join(', ')}`));

export const sid = (...prefixes: SidPrefix[]) =>
  v.pipe(
    text,
    v.check(
      (value) => prefixes.some((prefix) => isSid(value, prefix)),
      `must be a SID: ${prefixes.join(' or ')} and 32 hex digits`,
    ),
  );

/** ISO 8601 → epoch milliseconds. */
export const instant = v.pipe(
  text,
  v.isoTimestamp('must be an ISO 8601 date and time such as 2026-01-31T08:00:00Z'),
  v.transform((value) => Date.parse(value)),
  v.check((value) => Number.isFinite(value), 'must be an ISO 8601 date and time such as 2026-01-31T08:00:00Z'),
);

/** Longest attributes document, in characters. */
export const MAX_ATTRIBUTES = 4096;

/** JSON object, as text or (bridge) as a value; kept verbatim. */
export const attributes = v.pipe(
  first,
  v.transform((value) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value)),
  v.string('must be a JSON object'),
  v.maxLength(MAX_ATTRIBUTES, `must not be longer than ${MAX_ATTRIBUTES} characters`),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const document = attributesDocument(dataset.value);
    if (document !== undefined) return document;
    addIssue({ message: 'must be a JSON object, such as {"skill":"voice"}' });
    return NEVER;
  }),
);

/** A repeated parameter, or one with commas, as a list of texts. */
export const texts = v.pipe(
  v.unknown(),
  v.transform((value) => (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(','))),
);

export const optional = <const S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);

import { isSid, type SidPrefix } from '@taskbay/protocol';
import * as v from 'valibot';
import { attributesDocument } from '../../engine/commands.ts';
import { ExpressionError } from '../../engine/expressions/errors.ts';
import type { ParsedOrdering } from './ordering.ts';

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

/** Text of 1 to `max` characters; 255 where the service documents no limit. */
export const name = (max = 255) =>
  v.pipe(text, v.minLength(1, 'must not be empty'), v.maxLength(max, `must not be longer than ${max} characters`));

export const pattern = (wanted: RegExp, problem: string) => v.pipe(text, v.regex(wanted, problem));

/** Text of at most `max` bytes of UTF-8. */
export const textOfBytes = (max: number) => v.pipe(text, v.maxBytes(max, `must not be longer than ${max} bytes`));

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

/** One of lower-case words, in whatever case it is sent. */
export const word = <const T extends readonly string[]>(known: T) =>
  v.pipe(text, v.toLowerCase(), v.picklist(known, `must be one of ${known.join(', ')}`));

export const sid = (...prefixes: SidPrefix[]) =>
  v.pipe(
    text,
    v.check(
      (value) => prefixes.some((prefix) => isSid(value, prefix)),
      `must be a SID: ${prefixes.join(' or ')} and 32 hex digits`,
    ),
  );

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2}))?$/;

/** ISO 8601 date, or date and time with its offset → epoch milliseconds. */
export const instant = v.pipe(
  text,
  v.transform((value) => (ISO_8601.test(value) ? Date.parse(value) : Number.NaN)),
  v.check((value) => Number.isFinite(value), 'must be an ISO 8601 date and time such as 2026-01-31T08:00:00Z'),
);

/** An http or https URL; blank text means none. */
export const callbackUrl = v.pipe(
  text,
  v.transform((value) => (value.trim() === '' ? null : value)),
  v.check((value) => value === null || isHttpUrl(value), 'must be an http or https URL, or empty'),
);

/** A comma list of event types, kept as sent; blank text means all of them. */
export const eventsFilter = v.pipe(
  text,
  v.transform((value) => (value.trim() === '' ? null : value)),
);

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Expression text, compiled; what is wrong with it becomes the problem. */
export const expression = <T>(compile: (text: string) => T) =>
  v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }): T => {
      try {
        return compile(dataset.value);
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
        addIssue({ message: `is not an expression: ${error.message}` });
        return NEVER;
      }
    }),
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

/** A repeated parameter, or one with commas, as a list of words. */
export const words = <const T extends readonly string[]>(known: T) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => (Array.isArray(value) ? value : [value]).flatMap((item) => String(item).split(','))),
    v.transform((list) => list.map((word) => word.trim())),
    v.array(v.picklist(known, `must be one of ${known.join(', ')}, or several of them`)),
  );

/** An `Ordering` parameter, read into an order of records. */
export const ordering = <T>(read: (value: string) => ParsedOrdering<T>) =>
  v.pipe(
    text,
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const parsed = read(dataset.value);
      if (parsed.ok) return parsed.order;
      addIssue({ message: parsed.problem });
      return NEVER;
    }),
  );

export const optional = <const S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);

import { type JsonFields as Fields, isObject } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

export type { Fields };

/** The fields of an object, or none of anything else. */
export function fieldsOrNone(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function fieldsOf(value: unknown, what: string): Fields {
  if (isObject(value)) return value;
  throw unreadable(what, value);
}

/** The error for what is not as the wire has it, or is not there. */
export function unreadable(what: string, body: unknown): TaskbayError {
  return new TaskbayError('protocol', `${what} cannot be read`, { body });
}

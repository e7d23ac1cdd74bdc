import { isObject, parseJson } from '@taskbay/protocol';
import { camelCase } from '../wire/read.ts';

/** What the server says of a resource, in the names of REST. */
export type Payload = Readonly<Record<string, unknown>>;

/** Of REST, and of the modern worker. */
const DROPPED = /^(url|links|reservation_sid|client|wire)$/;
const JSON_TEXTS = /^(attributes|configuration|addons)$/;

function define(target: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
}

/** Properties that pages may read and overwrite, but do not meet in loops and in JSON. Returns their object. */
export function hide<Target extends object>(target: Target, values: object): Target {
  for (const [name, value] of Object.entries(values)) define(target, name, value, false);
  return target;
}

/**
 * Writes fields, in either spelling, onto an object in both generations' names: camelCase for everybody to see, and the
 * snake_case of version 1.0 hidden beside it, where dates stay as they came.
 */
export function fill<Target extends object>(target: Target, fields: Payload): Target {
  for (const [name, value] of Object.entries(fields)) {
    if (DROPPED.test(name)) continue;
    define(target, name.replace(/[A-Z]/g, '_$&').toLowerCase(), value, false);
    define(target, camelCase(name), converted(name, value), true);
  }
  return target;
}

function converted(name: string, value: unknown): unknown {
  // What a page stored there by other means is still better than nothing.
  if (JSON_TEXTS.test(name)) return typeof value === 'string' ? (parseJson(value) ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => converted('', item));
  if (isObject(value)) return fill({}, value);
  return value && name.startsWith('date')
    ? new Date(typeof value === 'number' ? value * 1000 : (value as string))
    : value;
}

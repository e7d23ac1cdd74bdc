/** What the server says of a resource, in the names of REST. */
export type Payload = Readonly<Record<string, unknown>>;

const DROPPED = /^(url|links|reservation_sid)$/;
const JSON_TEXTS = /^(attributes|configuration|addons)$/;
const DATES = /^date_/;

function define(target: object, name: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
}

/** Properties that pages may read and overwrite, but do not meet in loops and in JSON. */
export function hide(target: object, values: object): void {
  for (const [name, value] of Object.entries(values)) define(target, name, value, false);
}

/** A name of REST as later versions of the old SDK spelled it. */
export function camelCase(name: string): string {
  return name.replace(/_./g, ([, letter = '']) => letter.toUpperCase());
}

/**
 * Writes a REST payload onto an object in both generations' names: camelCase for everybody to see, and the snake_case
 * of version 1.0 hidden beside it, where dates stay as they came.
 */
export function fill<Target extends object>(target: Target, payload: Payload): Target {
  for (const [name, value] of Object.entries(payload)) {
    if (DROPPED.test(name)) continue;
    define(target, name, value, false);
    define(target, camelCase(name), converted(name, value), true);
  }
  return target;
}

function converted(name: string, value: unknown): unknown {
  if (JSON_TEXTS.test(name)) return typeof value === 'string' ? parsed(value) : value;
  if (!value || !DATES.test(name)) return nested(value);
  return new Date(typeof value === 'number' ? value * 1000 : (value as string | Date));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What a page stored there by other means is still better than nothing.
    return text;
  }
}

function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested);
  return isPlain(value) ? fill({}, value) : value;
}

/** Dates and the like are values. */
function isPlain(value: unknown): value is Payload {
  return value?.constructor === Object;
}

/** Objects and lists as they travel: as JSON text. */
export function toText(value: unknown): unknown {
  return isPlain(value) || Array.isArray(value) ? JSON.stringify(value) : value;
}

/** The same fields, their values as they travel; under other names, if `rename` says so. */
export function renamed(fields: object, rename = (name: string) => name): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), toText(value)]));
}

/** What the server says of a resource, in the names of REST. */
export type Payload = Readonly<Record<string, unknown>>;

const DROPPED = /^(url|links|reservation_sid)$/;
const JSON_TEXTS = /^(attributes|configuration|addons)$/;
const DATES = /^date_/;

/** Properties that pages may read and overwrite, but do not meet in loops and in JSON. */
export function hide(target: object, values: object, enumerable = false): void {
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(target, name, { value, enumerable, writable: true, configurable: true });
  }
}

/**
 * Writes a REST payload onto an object in both generations' names: camelCase for everybody to see, and the snake_case
 * of version 1.0 hidden beside it, where dates stay as they came.
 */
export function fill<Target extends object>(target: Target, payload: Payload): Target {
  for (const [name, value] of Object.entries(payload)) {
    if (DROPPED.test(name)) continue;
    hide(target, { [name]: value });
    const camelCase = name.replace(/_./g, ([, letter = '']) => letter.toUpperCase());
    hide(target, { [camelCase]: converted(name, value) }, true);
  }
  return target;
}

function converted(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return nested(value);
  if (JSON_TEXTS.test(name)) return parsed(value);
  return DATES.test(name) ? new Date(value) : value;
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

/** The same fields under other names, their values as they travel. */
export function renamed(fields: object, rename: (name: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), toText(value)]));
}

export type Payload = Readonly<Record<string, unknown>>;

const DROPPED: readonly string[] = ['url', 'links', 'reservation_sid'];
const JSON_TEXTS: readonly string[] = ['attributes', 'configuration', 'addons'];
const DATES: readonly string[] = ['date_created', 'date_updated', 'date_status_changed'];

/** A property that pages may read and overwrite, but do not meet in loops and in JSON. */
export function hide(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
}

/**
 * Writes a REST payload onto an object in both generations' names: camelCase for everybody to see, and the snake_case
 * of version 1.0 hidden beside it, where dates stay as they came.
 */
export function fill(target: object, payload: Payload): void {
  for (const [name, value] of Object.entries(payload)) {
    if (DROPPED.includes(name)) continue;
    const camel = camelCase(name);
    const description = { writable: true, configurable: true, enumerable: true };
    Object.defineProperty(target, camel, { value: converted(name, value), ...description });
    if (camel !== name) hide(target, name, value);
  }
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function converted(name: string, value: unknown): unknown {
  if (JSON_TEXTS.includes(name)) return typeof value === 'string' ? parsed(value) : value;
  if (DATES.includes(name)) return toDate(value);
  return nested(value);
}

function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const made = {};
  fill(made, value as Payload);
  return made;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What a page stored there by other means is still better than nothing.
    return text;
  }
}

function toDate(value: unknown): unknown {
  if (typeof value === 'number') return new Date(value * 1000);
  return typeof value === 'string' ? new Date(value) : value;
}

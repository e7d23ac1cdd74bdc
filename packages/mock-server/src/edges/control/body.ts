import * as v from 'valibot';
import { readBody as readText } from '../body.ts';
import { ControlRefusal } from './refusal.ts';

const SMALL = 64 * 1024;
/** A seed may hold as many workers as the vendor's largest workspace. */
export const SEED_LIMIT = 32 * 1024 * 1024;

/** The JSON body of a call, validated; an empty body counts as `{}`. Throws ControlRefusal. */
export async function readBody<const S extends v.GenericSchema>(
  request: Request,
  schema: S,
  limit: number = SMALL,
): Promise<v.InferOutput<S>> {
  const text = await readText(request, limit);
  if (text === undefined) throw new ControlRefusal('body_too_large', `The body is larger than ${limit} bytes`);
  const parsed = v.safeParse(schema, text.trim() === '' ? {} : parseJson(text), { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  const problem = issue.type === 'strict_object' && path !== null ? unknownOrMissing(issue) : issue.message;
  throw new ControlRefusal('invalid_request', path === null ? `The body ${problem}` : `${path} ${problem}`);
}

function unknownOrMissing(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === 'never') return 'is not a field of this call';
  return issue.received === 'undefined' ? 'is required' : 'must be an object';
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ControlRefusal('invalid_request', `The body is not JSON (${reason}); send one JSON object`);
  }
  throw new ControlRefusal('invalid_request', 'The body must be an object');
}

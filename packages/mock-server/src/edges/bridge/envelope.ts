import { type BridgeRequest, ERROR_CODES } from '@taskbay/protocol';
import * as v from 'valibot';
import { readBody } from '../body.ts';
import { type Refused, refuse } from './problem.ts';

/** Longest envelope in bytes: the longest workflow configuration, JSON inside JSON, and some room. */
export const MAX_ENVELOPE_BYTES = 2_500_000;

const envelope = v.looseObject({
  url: v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty')),
  method: v.picklist(['GET', 'POST', 'DELETE'], 'must be GET, POST or DELETE'),
  params: v.nullish(v.record(v.string(), v.unknown(), 'must be an object'), {}),
  token: v.pipe(v.string('must be text'), v.minLength(1, 'must not be empty')),
  event_type: v.exactOptional(v.nullable(v.string('must be text'))),
});

export interface Envelope extends Required<Omit<BridgeRequest, 'event_type'>> {
  readonly eventType: string | null;
}

/** Reads the body as JSON whatever its content type says: clients call it text or a form. */
export async function readEnvelope(
  request: Request,
): Promise<{ readonly ok: true; readonly envelope: Envelope } | Refused> {
  const body = await readBody(request, MAX_ENVELOPE_BYTES);
  if (body === undefined) {
    return refuse(413, ERROR_CODES.invalidParameter, `The body is longer than ${MAX_ENVELOPE_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return malformed(`the body is not JSON (${error.message})`);
  }
  if (Array.isArray(value)) return malformed('the body is a list, not a JSON object');
  const parsed = v.safeParse(envelope, value, { abortEarly: true });
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const field = v.getDotPath(issue);
    return malformed(field === null ? 'the body is not a JSON object' : `${field} ${problemOf(issue)}`);
  }
  const { url, method, params, token, event_type: eventType = null } = parsed.output;
  return { ok: true, envelope: { url, method, params: present(params), token, eventType } };
}

/** v1 clients send null for every optional argument that was left out of the middle of a call. */
function present(params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  return issue.received === 'undefined' ? 'is required' : issue.message;
}

function malformed(problem: string): Refused {
  const shape = '{"url", "method", "params", "token"}';
  return refuse(400, ERROR_CODES.invalidParameter, `Malformed envelope: ${problem}; expected ${shape}`);
}

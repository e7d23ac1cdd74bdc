import { ERROR_CODES, parseJson } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';
import { fieldsOrNone } from '../wire/fields.ts';

const UNAUTHORIZED = 401;
const PRECONDITION_FAILED = 412;

/** The payload of a bridge answer; throws for every status outside 2xx and for bodies that are no envelope. */
export function readAnswer(what: string, status: number, text: string): unknown {
  // Proxies answer with pages of their own; they are kept as text.
  const body = parseJson(text) ?? text;
  const { code, message, payload } = fieldsOrNone(body);
  const ok = status < 300;
  if (ok && (payload !== undefined || !text.trim())) return payload;
  // The service answers 401 for an expired token; a code, where there is one, tells it from other 401s.
  const expired = status === UNAUTHORIZED && (code ?? ERROR_CODES.tokenExpired) === ERROR_CODES.tokenExpired;
  throw new TaskbayError(
    ok ? 'protocol' : expired ? 'token_expired' : status === PRECONDITION_FAILED ? 'conflict' : 'request_refused',
    `${what} got status ${status}: ${message ?? ''}`,
    { status, body },
  );
}

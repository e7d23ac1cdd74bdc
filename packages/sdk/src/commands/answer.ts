import { ERROR_CODES } from '@taskbay/protocol';
import { TaskbayError } from '../errors.ts';

const UNAUTHORIZED = 401;
const PRECONDITION_FAILED = 412;

/** The payload of a bridge answer; throws for every status outside 2xx and for bodies that are no envelope. */
export function readAnswer(what: string, status: number, text: string): unknown {
  const body = parse(text);
  if (status < 200 || status > 299) throw refusal(what, status, body ?? text);
  if (text.trim() === '') return null;
  if (typeof body === 'object' && body !== null && 'payload' in body) return body.payload;
  throw new TaskbayError('protocol', `The answer to ${what} has no payload`, { status, body: body ?? text });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Proxies answer with pages of their own; the caller keeps the text instead.
    return undefined;
  }
}

function refusal(what: string, status: number, body: unknown): TaskbayError {
  const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const said = typeof message === 'string' ? `: ${message.replace(/\.$/, '')}` : '';
  // The service answers 401 for an expired token; a code, where there is one, tells it from other 401s.
  const expired = status === UNAUTHORIZED && (code === undefined || code === ERROR_CODES.tokenExpired);
  return new TaskbayError(
    expired ? 'token_expired' : status === PRECONDITION_FAILED ? 'conflict' : 'request_refused',
    `${what} was refused with status ${status}${said}`,
    { status, body },
  );
}

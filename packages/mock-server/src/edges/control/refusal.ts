import { MockServerError, type MockServerErrorCode } from '../../errors.ts';
import { TimeControlError, type TimeProblem } from '../../runtime/time-control.ts';

export type ControlCode =
  | 'invalid_request'
  | 'body_too_large'
  | 'not_found'
  | 'method_not_allowed'
  | 'origin_refused'
  | 'credentials_from_outside'
  | 'not_settled'
  | 'gone'
  | MockServerErrorCode
  | TimeProblem;

const STATUS: { readonly [C in ControlCode]: number } = {
  invalid_request: 400,
  invalid_option: 400,
  invalid_seed: 400,
  in_the_past: 400,
  origin_refused: 403,
  credentials_from_outside: 403,
  not_found: 404,
  method_not_allowed: 405,
  ambiguous: 409,
  clock_is_real: 409,
  gone: 410,
  body_too_large: 413,
  cannot_listen: 500,
  closed: 503,
  endless_timer: 500,
  not_settled: 504,
};

/** A control call that is not carried out; `facts` stand beside `code` and `message` in the answer. */
export class ControlRefusal extends Error {
  readonly code: ControlCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ControlCode, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.facts = facts;
  }
}

/** The answer to a failed call, or undefined for a failure that is nobody's request. */
export function refusalAnswer(error: unknown): Response | undefined {
  if (error instanceof ControlRefusal) return answer(error.code, error.message, error.facts);
  if (error instanceof TimeControlError || error instanceof MockServerError) return answer(error.code, error.message);
  return undefined;
}

function answer(code: ControlCode, message: string, facts: Readonly<Record<string, unknown>> = {}): Response {
  return Response.json({ code, message, ...facts }, { status: STATUS[code] });
}

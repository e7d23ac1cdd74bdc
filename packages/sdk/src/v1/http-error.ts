import { hide } from './convert.ts';

/** What a callback gets as its first argument. Not an `Error`. */
export interface HttpError {
  /** The HTTP status; 0: no answer. */
  readonly code: number;
  readonly message: string;
}

export function toHttpError({ status: code = 0, message }: { readonly status?: number; readonly message: string }) {
  const error = {};
  hide(error, { code, message });
  return error as HttpError;
}

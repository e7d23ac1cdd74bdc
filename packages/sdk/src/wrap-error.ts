import { TaskbayError, type TaskbayErrorCode } from './errors.ts';

/** The value as a TaskbayError; what is none becomes one of `code` that keeps it as `cause`. */
export function asTaskbayError(value: unknown, code: TaskbayErrorCode, what: string): TaskbayError {
  if (value instanceof TaskbayError) return value;
  const said = (value as Partial<Error> | null | undefined)?.message ?? value;
  return new TaskbayError(code, `${what}: ${said}`, { cause: value });
}

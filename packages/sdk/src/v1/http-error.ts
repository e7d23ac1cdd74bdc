/** What a callback gets as its first argument. Not an `Error`. */
export interface HttpError {
  /** The HTTP status; 0: no answer. */
  readonly code: number;
  readonly message: string;
}

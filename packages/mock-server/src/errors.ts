export type MockServerErrorCode =
  | 'invalid_option'
  | 'invalid_seed'
  | 'cannot_listen'
  | 'not_found'
  | 'ambiguous'
  | 'gone'
  | 'not_settled'
  | 'closed';

/** What the mock server refuses to its operator: a wrong option, a broken seed, a busy port. `code` is stable. */
export class MockServerError extends Error {
  override readonly name: string = 'MockServerError';
  readonly code: MockServerErrorCode;

  constructor(code: MockServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

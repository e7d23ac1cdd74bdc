export type TokenErrorCode =
  | 'missing_option'
  | 'invalid_option'
  | 'invalid_policies'
  | 'ttl_too_long'
  | 'token_too_large';

/** Raised when a token cannot be minted as asked. `field` names the option at fault; secrets never appear in it. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly code: TokenErrorCode;
  readonly field: string;

  constructor(code: TokenErrorCode, field: string, message: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

export type ExpressionErrorCode =
  | 'too_long'
  | 'too_deep'
  | 'unterminated_string'
  | 'unexpected_character'
  | 'unexpected_token'
  | 'unsupported_operator'
  | 'hyphen_in_name'
  | 'number_out_of_range';

/** Text as the lexer reads it; a string is one. */
export type CharacterSource = Pick<string, 'length' | 'charCodeAt' | 'slice'>;

export interface ExpressionFault {
  readonly code: ExpressionErrorCode;
  /** Zero-based position in UTF-16 units. */
  readonly offset: number;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;
}

/** An expression that cannot be read: where (line and column from 1), what was found, what was expected, what to do. */
export class ExpressionError extends Error implements ExpressionFault {
  override readonly name = 'ExpressionError';
  readonly code: ExpressionErrorCode;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly expected: string;
  readonly remedy: string;

  constructor(source: CharacterSource, fault: ExpressionFault) {
    const { line, column } = locate(source, fault.offset);
    super(`line ${line}, column ${column}: expected ${fault.expected}, found ${fault.found}; ${fault.remedy}`);
    this.code = fault.code;
    this.offset = fault.offset;
    this.line = line;
    this.column = column;
    this.found = fault.found;
    this.expected = fault.expected;
    this.remedy = fault.remedy;
  }
}

const LINE_FEED = 10;
const LONGEST_QUOTE = 40;

function locate(source: CharacterSource, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < offset; index++) {
    if (source.charCodeAt(index) === LINE_FEED) {
      line++;
      lineStart = index + 1;
    }
  }
  return { line, column: offset - lineStart + 1 };
}

/** A piece of the expression as an error message shows it: in backquotes, cut when long. */
export function quote(piece: string): string {
  return piece.length > LONGEST_QUOTE ? `\`${piece.slice(0, LONGEST_QUOTE)}…\`` : `\`${piece}\``;
}

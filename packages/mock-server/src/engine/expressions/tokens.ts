import type { Operator } from './ast.ts';
import { continuesName, isDigit, isSpace, startsName } from './characters.ts';
import type { CharacterSource, ExpressionFault } from './errors.ts';
import { ExpressionError, quote } from './errors.ts';

export type Punctuation = '(' | ')' | '[' | ']' | ',' | '.';

interface Span {
  readonly offset: number;
  readonly end: number;
}

/** Words (AND, IN, true …) come as names: whether a name is a word of the language depends on where it stands. */
export type Token = Span &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number; readonly digitsOnly: boolean }
    | { readonly kind: 'operator'; readonly operator: Operator }
    | { readonly kind: 'punctuation'; readonly mark: Punctuation }
    | { readonly kind: 'end' }
  );

/** Longest expression that is read, in characters. */
export const MAX_EXPRESSION_LENGTH = 65_536;

const SYMBOLS: ReadonlyMap<string, Operator> = new Map([
  ['=', '=='],
  ['==', '=='],
  ['!=', '!='],
  ['>', '>'],
  ['>=', '>='],
  ['>-', 'HAS'],
  ['<', '<'],
  ['<=', '<='],
  ['<-', 'IN'],
]);

/** What people try, and what to write instead. */
const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ['<>', 'write != for inequality'],
  ['!', 'write != for inequality, or NOT IN'],
  ['&', 'write AND'],
  ['|', 'write OR'],
]);

const BACKSLASH = 92;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const DOT = 46;
const MINUS = 45;
const CURLY_QUOTES = '‘’“”';

/**
 * Splits an expression into tokens in one pass; the last token is always `end`.
 * Throws ExpressionError for text that is no token and for text over MAX_EXPRESSION_LENGTH.
 */
export function tokenize(source: CharacterSource): readonly Token[] {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    fail(source, {
      code: 'too_long',
      offset: MAX_EXPRESSION_LENGTH,
      found: `${source.length} characters`,
      expected: `at most ${MAX_EXPRESSION_LENGTH} characters`,
      remedy: 'shorten the expression or split it over several targets',
    });
  }
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < source.length) {
    if (isSpace(source.charCodeAt(offset))) {
      offset++;
      continue;
    }
    const token = readToken(source, offset, tokens.at(-1));
    tokens.push(token);
    offset = token.end;
  }
  tokens.push({ kind: 'end', offset, end: offset });
  return tokens;
}

function readToken(source: CharacterSource, offset: number, previous: Token | undefined): Token {
  const code = source.charCodeAt(offset);
  if (startsName(code)) {
    return readName(source, offset);
  }
  if (isDigit(code)) {
    return readNumber(source, offset);
  }
  const character = source.slice(offset, offset + 1);
  switch (character) {
    case "'":
    case '"':
      return readString(source, offset, code);
    case '.':
      return isDigit(source.charCodeAt(offset + 1)) ? readNumber(source, offset) : mark(character, offset);
    case '(':
    case ')':
    case '[':
    case ']':
    case ',':
      return mark(character, offset);
    case '-':
      return readNegativeNumber(source, offset, previous);
    default:
      return readSymbol(source, offset, character);
  }
}

function mark(punctuation: Punctuation, offset: number): Token {
  return { kind: 'punctuation', mark: punctuation, offset, end: offset + 1 };
}

function readName(source: CharacterSource, offset: number): Token {
  let end = offset + 1;
  while (end < source.length && continuesName(source.charCodeAt(end))) {
    end++;
  }
  return { kind: 'name', text: source.slice(offset, end), offset, end };
}

function readString(source: CharacterSource, offset: number, quoteCode: number): Token {
  let value = '';
  let from = offset + 1;
  let end = from;
  while (end < source.length) {
    const code = source.charCodeAt(end);
    if (code === quoteCode) {
      return { kind: 'string', value: value + source.slice(from, end), offset, end: end + 1 };
    }
    if (code === BACKSLASH && isEscapable(source.charCodeAt(end + 1))) {
      value += source.slice(from, end);
      from = end + 1;
      end++;
    }
    end++;
  }
  return fail(source, {
    code: 'unterminated_string',
    offset,
    found: 'the end of the expression',
    expected: `a closing ${String.fromCharCode(quoteCode)} for the string that starts here`,
    remedy: 'close the string; a backslash before a quote makes the quote part of the string',
  });
}

function isEscapable(code: number): boolean {
  return code === BACKSLASH || code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

function readNegativeNumber(source: CharacterSource, offset: number, previous: Token | undefined): Token {
  const next = source.charCodeAt(offset + 1);
  const afterName = previous?.kind === 'name' && previous.end === offset;
  if (!afterName && (isDigit(next) || (next === DOT && isDigit(source.charCodeAt(offset + 2))))) {
    return readNumber(source, offset);
  }
  return fail(source, {
    code: afterName ? 'hyphen_in_name' : 'unexpected_character',
    offset,
    found: quote('-'),
    expected: afterName ? 'a name of letters, digits, _ and $' : 'a number after the minus sign',
    remedy: 'names cannot contain hyphens and the language has no arithmetic; rename the attribute',
  });
}

function readNumber(source: CharacterSource, offset: number): Token {
  let end = source.charCodeAt(offset) === MINUS ? offset + 1 : offset;
  end = skipDigits(source, end);
  let digitsOnly = isDigit(source.charCodeAt(offset));
  if (source.charCodeAt(end) === DOT && isDigit(source.charCodeAt(end + 1))) {
    digitsOnly = false;
    end = skipDigits(source, end + 1);
  }
  const text = source.slice(offset, end);
  const value = Number(text);
  if (!Number.isFinite(value) || startsExponent(source, end)) {
    fail(source, {
      code: 'number_out_of_range',
      offset,
      found: quote(source.slice(offset, end + 2)),
      expected: 'a number in decimal digits',
      remedy: 'exponents are not part of the language; write the number out, within the range of a double',
    });
  }
  // Minus zero would be a second spelling of the same value.
  return { kind: 'number', value: value === 0 ? 0 : value, digitsOnly, offset, end };
}

function skipDigits(source: CharacterSource, offset: number): number {
  let end = offset;
  while (end < source.length && isDigit(source.charCodeAt(end))) {
    end++;
  }
  return end;
}

function startsExponent(source: CharacterSource, offset: number): boolean {
  const code = source.charCodeAt(offset);
  return (code === 69 || code === 101) && /^[+-]?\d/.test(source.slice(offset + 1, offset + 3));
}

function readSymbol(source: CharacterSource, offset: number, character: string): Token {
  for (const symbol of [source.slice(offset, offset + 2), character]) {
    const operator = SYMBOLS.get(symbol);
    if (operator !== undefined) {
      return { kind: 'operator', operator, offset, end: offset + symbol.length };
    }
    const instead = UNSUPPORTED.get(symbol);
    if (instead !== undefined) {
      fail(source, {
        code: 'unsupported_operator',
        offset,
        found: quote(symbol === '&' || symbol === '|' ? source.slice(offset, offset + 2) : symbol),
        expected: 'an operator of the expression language',
        remedy: instead,
      });
    }
  }
  return fail(source, {
    code: 'unexpected_character',
    offset,
    found: quote(character),
    expected: 'a name, a constant, a comparison operator or a parenthesis',
    remedy: CURLY_QUOTES.includes(character) ? 'use straight quotes' : 'remove it, or put it inside a quoted string',
  });
}

function fail(source: CharacterSource, fault: ExpressionFault): never {
  throw new ExpressionError(source, fault);
}

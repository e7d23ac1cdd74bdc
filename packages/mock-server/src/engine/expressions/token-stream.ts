import type { ExpressionErrorCode } from './errors.ts';
import { ExpressionError, quote } from './errors.ts';
import type { Punctuation, Token } from './tokens.ts';
import { tokenize } from './tokens.ts';

/** Deepest nesting of parentheses and lists that is read. */
export const MAX_NESTING = 200;

const KEYWORDS = ['AND', 'OR', 'NOT', 'IN', 'HAS', 'CONTAINS', 'TRUE', 'FALSE', 'NULL'] as const;
export type Keyword = (typeof KEYWORDS)[number];
const KEYWORD_SET: ReadonlySet<string> = new Set(KEYWORDS);

/** Cursor over the tokens of one text; it only moves forward, one token of lookahead. */
export interface TokenStream {
  readonly text: string;
  readonly tokens: readonly Token[];
  position: number;
  depth: number;
}

export interface Expectation {
  readonly expected: string;
  readonly remedy: string;
  readonly code?: ExpressionErrorCode;
}

export function openStream(text: string): TokenStream {
  return { text, tokens: tokenize(text), position: 0, depth: 0 };
}

/** The next token, not taken; `end` for ever at the end of the text. */
export function peek(stream: TokenStream): Token {
  return stream.tokens[stream.position] as Token;
}

export function take(stream: TokenStream): Token {
  const token = peek(stream);
  if (token.kind !== 'end') {
    stream.position++;
  }
  return token;
}

export function takeMark(stream: TokenStream, mark: Punctuation): boolean {
  const token = peek(stream);
  const found = token.kind === 'punctuation' && token.mark === mark;
  if (found) {
    stream.position++;
  }
  return found;
}

/** The word of the language the token stands for, whatever its case. */
export function keywordOf(token: Token): Keyword | undefined {
  if (token.kind !== 'name') {
    return undefined;
  }
  const word = token.text.toUpperCase();
  return KEYWORD_SET.has(word) ? (word as Keyword) : undefined;
}

export function takeKeyword(stream: TokenStream, keyword: Keyword): boolean {
  const found = keywordOf(peek(stream)) === keyword;
  if (found) {
    stream.position++;
  }
  return found;
}

export function expectEnd(stream: TokenStream, expectation: Expectation): void {
  if (peek(stream).kind !== 'end') {
    failAt(stream, peek(stream), expectation);
  }
}

/** Runs `read` one level deeper; the bound keeps recursion far from the end of the call stack. */
export function nested<T>(stream: TokenStream, opening: Token, read: () => T): T {
  if (stream.depth === MAX_NESTING) {
    failAt(stream, opening, {
      code: 'too_deep',
      expected: `at most ${MAX_NESTING} levels of parentheses and lists`,
      remedy: 'flatten the expression: chains of AND or OR need no parentheses',
    });
  }
  stream.depth++;
  const result = read();
  stream.depth--;
  return result;
}

export function failAt(stream: TokenStream, token: Token, expectation: Expectation): never {
  throw new ExpressionError(stream.text, {
    code: expectation.code ?? 'unexpected_token',
    offset: token.offset,
    found: token.kind === 'end' ? 'the end of the text' : quote(stream.text.slice(token.offset, token.end)),
    expected: expectation.expected,
    remedy: expectation.remedy,
  });
}

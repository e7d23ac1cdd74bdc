import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CharacterSource } from './errors.ts';
import { ExpressionError } from './errors.ts';
import type { Token } from './tokens.ts';
import { MAX_EXPRESSION_LENGTH, tokenize } from './tokens.ts';

function brief(token: Token): string {
  switch (token.kind) {
    case 'name':
      return token.text;
    case 'string':
      return JSON.stringify(token.value);
    case 'number':
      return `#${token.value}`;
    case 'operator':
      return `<${token.operator}>`;
    case 'punctuation':
      return token.mark;
    case 'end':
      return 'end';
  }
}

function counted(text: string): { source: CharacterSource; steps: () => number } {
  let steps = 0;
  return {
    source: {
      length: text.length,
      charCodeAt(index) {
        steps++;
        return text.charCodeAt(index);
      },
      slice(from, to) {
        const piece = text.slice(from, to);
        steps += piece.length;
        return piece;
      },
    },
    steps: () => steps,
  };
}

/** Texts that repeat what a lexer could be slow at. */
const REPEATED = [
  'a',
  '1',
  '.',
  ' ',
  "'",
  '"a" ',
  "'\\'",
  '\\',
  '-1 ',
  '>-',
  '[',
  '(',
  '=',
  'a.b[0] ',
  '\n',
  'é',
  '1.5',
];

describe('tokenize', () => {
  it.each([
    ['1==1', '#1 <==> #1 end'],
    ['a=1', 'a <==> #1 end'],
    ['a >= 1 AND b <= 2', 'a <>=> #1 AND b <<=> #2 end'],
    ['skills>-"en"', 'skills <HAS> "en" end'],
    ['x<-[1]', 'x <IN> [ #1 ] end'],
    ['x<-1', 'x <IN> #1 end'],
    ['x < -1', 'x <<> #-1 end'],
    ['x==-1', 'x <==> #-1 end'],
    ['x>=-.5', 'x <>=> #-0.5 end'],
    ['0800', '#800 end'],
    ['-0', '#0 end'],
    ['.5 1.25', '#0.5 #1.25 end'],
    ['a.b[2]', 'a . b [ #2 ] end'],
    ['_a$1', '_a$1 end'],
    ['größe', 'größe end'],
    ['a\n\r\n\t b\u00a0c', 'a b c end'],
    [`'it\\'s' "say \\"hi\\"" 'a\\\\' '\\d'`, `"it's" "say \\"hi\\"" "a\\\\" "\\\\d" end`],
    [`"it's" 'say "hi"'`, `"it's" "say \\"hi\\"" end`],
    ['', 'end'],
    ['  ', 'end'],
  ])('reads %j', (text, tokens) => {
    expect(tokenize(text).map(brief).join(' ')).toBe(tokens);
  });

  it.each([
    ["a == 'open", 'unterminated_string', 1, 6],
    ["a == 'open\\'", 'unterminated_string', 1, 6],
    ['first-name == 1', 'hyphen_in_name', 1, 6],
    ['line-1 == 1', 'hyphen_in_name', 1, 5],
    ['a == - 1', 'unexpected_character', 1, 6],
    ['a ==\n  #', 'unexpected_character', 2, 3],
    ['a == ‘b’', 'unexpected_character', 1, 6],
    ['a <> 1', 'unsupported_operator', 1, 3],
    ['a == 1 && b == 2', 'unsupported_operator', 1, 8],
    ['a == 1 || b == 2', 'unsupported_operator', 1, 8],
    ['!a', 'unsupported_operator', 1, 1],
    ['a == 1e5', 'number_out_of_range', 1, 6],
    ['a == 1E-5', 'number_out_of_range', 1, 6],
    [`a == ${'9'.repeat(400)}`, 'number_out_of_range', 1, 6],
  ])('refuses %j: %s at line %i, column %i', (text, code, line, column) => {
    expect(() => tokenize(text)).toThrow(expect.objectContaining({ code, line, column }));
  });

  it('says what stands there, what should and what to do', () => {
    expect(() => tokenize('first-name == 1')).toThrow(
      'line 1, column 6: expected a name of letters, digits, _ and $, found `-`; names cannot contain hyphens',
    );
    expect(() => tokenize('a && b')).toThrow('found `&&`; write AND');
  });

  it('refuses text over the bound and reads text at the bound', () => {
    const longest = 'a'.repeat(MAX_EXPRESSION_LENGTH);
    expect(tokenize(longest)).toHaveLength(2);
    expect(() => tokenize(`${longest}a`)).toThrow(expect.objectContaining({ code: 'too_long' }));
  });

  it.each(REPEATED)('examines each character of a long run of %j a bounded number of times', (piece) => {
    const text = piece.repeat(Math.floor(MAX_EXPRESSION_LENGTH / piece.length));
    const { source, steps } = counted(text);
    let failure: unknown;
    try {
      tokenize(source);
    } catch (error) {
      failure = error;
    }
    expect(failure === undefined || failure instanceof ExpressionError).toBe(true);
    expect(steps()).toBeLessThanOrEqual(8 * text.length);
  });

  it('covers the text: tokens follow one another and only blanks lie between them', () => {
    const piece = fc.constantFrom('a', 'AND', ' ', '\n', '1', '0.5', "'x'", '==', '>-', '(', ')', '[', ']', ',');
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const token of tokenize(text)) {
          expect(text.slice(end, token.offset).trim()).toBe('');
          end = token.end;
        }
        expect(end).toBe(text.length);
      }),
    );
  });
});

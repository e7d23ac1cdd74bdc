import { describe, expect, it } from 'vitest';
import { ExpressionError } from './errors.ts';
import { parseExpression, parseReference } from './parse.ts';
import { printExpression } from './print.ts';
import { MAX_NESTING } from './token-stream.ts';

describe('parseExpression', () => {
  it.each([
    ['AND binds tighter than OR', 'a==1 OR b==2 AND c==3', 'a == 1 OR b == 2 AND c == 3'],
    ['OR inside AND keeps its parentheses', '(a==1 OR b==2) AND c==3', '(a == 1 OR b == 2) AND c == 3'],
    ['needless parentheses go', '((a==1)) OR ((b==2 AND c==3))', 'a == 1 OR b == 2 AND c == 3'],
    ['comparison binds tighter than AND', "a != 'x' AND b IN [1, 2]", "a != 'x' AND b IN [1, 2]"],
    [
      'words in any case',
      "a in ['x'] and b Has 1 or c not in [TRUE, Null]",
      "a IN ['x'] AND b HAS 1 OR c NOT IN [true, null]",
    ],
    ['single = is equality', 'task.worker_sid = worker.sid', 'task.worker_sid == worker.sid'],
    ['symbols of HAS and IN', "skills >- 'en' AND lang <- ['en']", "skills HAS 'en' AND lang IN ['en']"],
    ['longest match', 'x<-1', 'x IN 1'],
    ['negative number after a blank', 'x < -1', 'x < -1'],
    ['no blanks at all', "1==1AND(a>=2)OR'x'!=b", "1 == 1 AND a >= 2 OR 'x' != b"],
    ['line breaks', 'a == 1\n  AND\r\n\tb == 2', 'a == 1 AND b == 2'],
    ['constants on either side', "'en' == lang", "'en' == lang"],
    ['quoted text is a constant', '"language" == "spanish"', "'language' == 'spanish'"],
    ['leading zeros', 'taskrouter.currentTime > 0800', 'taskrouter.currentTime > 800'],
    ['fractions', 'a > .5 AND b > 5.10', 'a > 0.5 AND b > 5.1'],
    ['paths', 'a.b [ 2 ] . c == a[0][1]', 'a.b[2].c == a[0][1]'],
    ['words as properties', 'a.in == b.null', 'a.in == b.null'],
    ['the empty list', 'a IN []', 'a IN []'],
    ['lists of anything', "[a, [1, 'x'], true] HAS b", "[a, [1, 'x'], true] HAS b"],
    ['escapes', String.raw`a == 'it\'s' OR a == "\\"`, String.raw`a == 'it\'s' OR a == '\\'`],
    ['CONTAINS', "a CONTAINS 'b'", "a CONTAINS 'b'"],
  ])('%s', (_rule, text, canonical) => {
    expect(printExpression(parseExpression(text))).toBe(canonical);
  });

  it.each([
    ['unary NOT', 'NOT a == 1', 'unsupported_operator', 0],
    ['unary NOT before a parenthesis', 'NOT (a == 1)', 'unsupported_operator', 0],
    ['inequality of other languages', 'a <> 1', 'unsupported_operator', 2],
    ['symbols for AND', 'a == 1 && b == 2', 'unsupported_operator', 7],
    ['symbols for OR', 'a == 1 || b == 2', 'unsupported_operator', 7],
    ['symbol for NOT', '!(a == 1)', 'unsupported_operator', 0],
    ['hyphen in a name', 'first-name == 1', 'hyphen_in_name', 5],
    ['bare reference', 'vip', 'unexpected_token', 3],
    ['bare reference in a chain', 'vip AND a == 1', 'unexpected_token', 4],
    ['parenthesised value', '(a) == 1', 'unexpected_token', 2],
    ['exponent', 'a == 1e5', 'number_out_of_range', 5],
    ['blank text', '  ', 'unexpected_token', 2],
    ['missing right side', 'a ==', 'unexpected_token', 4],
    ['missing left side', '== 1', 'unexpected_token', 0],
    ['two operators', 'a == == 1', 'unexpected_token', 5],
    ['two comparisons', 'a == 1 b == 2', 'unexpected_token', 7],
    ['chained comparison', 'a == b == c', 'unexpected_token', 7],
    ['open parenthesis', '(a == 1', 'unexpected_token', 7],
    ['closing parenthesis', 'a == 1)', 'unexpected_token', 6],
    ['empty parentheses', '()', 'unexpected_token', 1],
    ['open list', 'a IN [1, 2', 'unexpected_token', 10],
    ['trailing comma', 'a IN [1,]', 'unexpected_token', 8],
    ['missing comma', 'a IN [1 2]', 'unexpected_token', 8],
    ['NOT without IN', 'a NOT HAS 1', 'unexpected_token', 2],
    ['a word as a name', 'in == 1', 'unexpected_token', 0],
    ['dot without a name', 'a. == 1', 'unexpected_token', 3],
    ['quoted property', "a.'b' == 1", 'unexpected_token', 2],
    ['negative index', 'a[-1] == 1', 'unexpected_token', 2],
    ['fractional index', 'a[1.5] == 1', 'unexpected_token', 2],
    ['index out of range', `a[${'9'.repeat(20)}] == 1`, 'unexpected_token', 2],
    ['open index', 'a[1 == 1', 'unexpected_token', 2],
  ])('refuses: %s', (_rule, text, code, offset) => {
    expect(() => parseExpression(text)).toThrow(expect.objectContaining({ code, offset }));
  });

  it('prints the found and expected parts and the remedy', () => {
    expect(() => parseExpression('vip')).toThrow(
      'line 1, column 4: expected a comparison operator, found the end of the text; a condition is a comparison',
    );
    expect(() => parseExpression(`a ${'b'.repeat(100)}`)).toThrow(`found \`${'b'.repeat(40)}…\``);
  });

  it.each([
    ['parentheses', '(', 'a == 1', ')'],
    ['lists', '[', 'a', ']'],
  ])('bounds the nesting of %s', (_what, open, inner, close) => {
    const nest = (depth: number) => {
      const text = open.repeat(depth) + inner + close.repeat(depth);
      return open === '[' ? `${text} HAS 1` : text;
    };
    expect(() => parseExpression(nest(MAX_NESTING))).not.toThrow();
    expect(() => parseExpression(nest(MAX_NESTING + 1))).toThrow(
      expect.objectContaining({ code: 'too_deep', offset: MAX_NESTING }),
    );
    expect(() => parseExpression(open.repeat(60_000))).toThrow(expect.objectContaining({ code: 'too_deep' }));
  });

  it('counts nesting, not parentheses', () => {
    const siblings = Array.from({ length: MAX_NESTING + 1 }, () => '(a IN [1])').join(' AND ');
    expect(() => parseExpression(siblings)).not.toThrow();
  });

  it('knows one zero', () => {
    expect(parseExpression('a == -0')).toEqual(parseExpression('a == 0'));
  });

  it('reads long chains as one flat node', () => {
    const chain = Array.from({ length: 7_000 }, () => 'a==1').join(' OR ');
    expect(parseExpression(chain)).toMatchObject({ kind: 'or', terms: { length: 7_000 } });
  });
});

describe('parseReference', () => {
  it('reads one path and nothing else', () => {
    expect(parseReference(' task.agents[0].sid ')).toEqual(['task', 'agents', 0, 'sid']);
    expect(() => parseReference('task.a == 1')).toThrow(ExpressionError);
    expect(() => parseReference("'task.a'")).toThrow(ExpressionError);
    expect(() => parseReference('')).toThrow(ExpressionError);
  });
});

import type { Expression, List, Operand, Operator, Path, Reference, Segment } from './ast.ts';
import type { Keyword, TokenStream } from './token-stream.ts';
import { expectEnd, failAt, keywordOf, nested, openStream, peek, take, takeKeyword, takeMark } from './token-stream.ts';

const CONDITION_REMEDY = 'a condition is a comparison, such as `vip == true`';

const WORD_OPERATORS: Partial<Record<Keyword, Operator>> = { CONTAINS: 'CONTAINS', HAS: 'HAS', IN: 'IN' };

/** Reads one expression; AND binds tighter than OR. Throws ExpressionError, also for blank text. */
export function parseExpression(text: string): Expression {
  const stream = openStream(text);
  const expression = readOr(stream);
  expectEnd(stream, {
    expected: 'AND, OR or the end of the expression',
    remedy: 'join conditions with AND or OR, and check that parentheses match',
  });
  return expression;
}

function readOr(stream: TokenStream): Expression {
  const terms = [readAnd(stream)];
  while (takeKeyword(stream, 'OR')) {
    terms.push(readAnd(stream));
  }
  return join('or', terms);
}

function readAnd(stream: TokenStream): Expression {
  const terms = [readUnit(stream)];
  while (takeKeyword(stream, 'AND')) {
    terms.push(readUnit(stream));
  }
  return join('and', terms);
}

function join(kind: 'and' | 'or', terms: readonly Expression[]): Expression {
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind, terms };
}

function readUnit(stream: TokenStream): Expression {
  const first = peek(stream);
  if (takeMark(stream, '(')) {
    const inner = nested(stream, first, () => readOr(stream));
    if (!takeMark(stream, ')')) {
      failAt(stream, peek(stream), {
        expected: 'AND, OR or a closing parenthesis',
        remedy: 'close the parenthesis; parentheses group conditions, not values',
      });
    }
    return inner;
  }
  if (keywordOf(first) === 'NOT') {
    failAt(stream, first, {
      code: 'unsupported_operator',
      expected: 'a comparison',
      remedy: 'NOT exists only in NOT IN; use != or turn the comparison round',
    });
  }
  const left = readOperand(stream);
  const operator = readOperator(stream);
  return { kind: 'comparison', operator, left, right: readOperand(stream) };
}

function readOperator(stream: TokenStream): Operator {
  const token = take(stream);
  if (token.kind === 'operator') {
    return token.operator;
  }
  const keyword = keywordOf(token);
  if (keyword === 'NOT' && takeKeyword(stream, 'IN')) {
    return 'NOT IN';
  }
  const operator = keyword && WORD_OPERATORS[keyword];
  return operator ?? failAt(stream, token, { expected: 'a comparison operator', remedy: CONDITION_REMEDY });
}

function readOperand(stream: TokenStream): Operand {
  const token = peek(stream);
  switch (token.kind) {
    case 'string':
    case 'number':
      take(stream);
      return { kind: token.kind, value: token.value } as Operand;
    case 'name':
      return readWord(stream) ?? readReference(stream);
    case 'punctuation':
      if (takeMark(stream, '[')) {
        return nested(stream, token, () => readList(stream));
      }
      break;
    case 'operator':
    case 'end':
      break;
  }
  return failAt(stream, token, {
    expected: 'a name, a string, a number, true, false, null or a list',
    remedy: CONDITION_REMEDY,
  });
}

function readWord(stream: TokenStream): Operand | undefined {
  switch (keywordOf(peek(stream))) {
    case 'TRUE':
      take(stream);
      return { kind: 'boolean', value: true };
    case 'FALSE':
      take(stream);
      return { kind: 'boolean', value: false };
    case 'NULL':
      take(stream);
      return { kind: 'null' };
    default:
      return undefined;
  }
}

function readList(stream: TokenStream): List {
  if (takeMark(stream, ']')) {
    return { kind: 'list', items: [] };
  }
  const items = [readOperand(stream)];
  while (takeMark(stream, ',')) {
    items.push(readOperand(stream));
  }
  if (!takeMark(stream, ']')) {
    failAt(stream, peek(stream), { expected: 'a comma or a closing bracket', remedy: 'close the list with ]' });
  }
  return { kind: 'list', items };
}

/** Reads `name.name[0]…` from the cursor. The first name must not be a word of the language; later ones may be. */
export function readReference(stream: TokenStream): Reference {
  const root = take(stream);
  if (root.kind !== 'name' || keywordOf(root) !== undefined) {
    return failAt(stream, root, { expected: 'the name of an attribute', remedy: CONDITION_REMEDY });
  }
  const path: [string, ...Segment[]] = [root.text];
  for (;;) {
    if (takeMark(stream, '.')) {
      path.push(readProperty(stream));
    } else if (takeMark(stream, '[')) {
      path.push(readIndex(stream));
    } else {
      return { kind: 'reference', path };
    }
  }
}

function readProperty(stream: TokenStream): string {
  const token = take(stream);
  return token.kind === 'name'
    ? token.text
    : failAt(stream, token, {
        expected: 'a name after the dot',
        remedy: 'write object.key, with a key of letters, digits, _ and $',
      });
}

function readIndex(stream: TokenStream): number {
  const token = take(stream);
  if (token.kind !== 'number' || !token.digitsOnly || !Number.isSafeInteger(token.value) || !takeMark(stream, ']')) {
    return failAt(stream, token, {
      expected: 'an array index in digits and a closing bracket',
      remedy: 'write list[0]; the first item has index 0',
    });
  }
  return token.value;
}

/** Reads a text that is one reference and nothing else, such as `task.preferred_agent`. Throws ExpressionError. */
export function parseReference(text: string): Path {
  const stream = openStream(text);
  const { path } = readReference(stream);
  expectEnd(stream, { expected: 'the end of the text', remedy: 'write a single attribute path, such as task.agent' });
  return path;
}

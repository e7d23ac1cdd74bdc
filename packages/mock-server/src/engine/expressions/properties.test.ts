import type { Json, JsonObject } from '@taskbay/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Comparison, Expression, Operand, Operator, Path } from './ast.ts';
import { compileQueueExpression } from './contexts.ts';
import { ExpressionError } from './errors.ts';
import { parseExpression, parseReference } from './parse.ts';
import { printExpression, printPath } from './print.ts';
import { readsRoot, referencedPaths, requirements } from './references.ts';
import { COMPARISONS, isList, isScalar } from './values.ts';

const OPERATORS: readonly Operator[] = ['==', '!=', '>', '>=', '<', '<=', 'CONTAINS', 'HAS', 'IN', 'NOT IN'];

const name = fc.constantFrom(
  'a',
  'b_2',
  '$c',
  'task',
  'worker',
  'workers',
  'taskrouter',
  'constructor',
  '__proto__',
  'ä',
);
const property = fc.oneof(name, fc.constantFrom('and', 'IN', 'true', 'null', 'available'));
const segment = fc.oneof(property, fc.nat({ max: 12 }));

const arbitraryPath: fc.Arbitrary<Path> = fc
  .tuple(name, fc.array(segment, { maxLength: 4 }))
  .map(([root, rest]): Path => [root, ...rest]);

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const number = fc.oneof(fc.integer({ min: -3, max: 12 }), finite);

const constant: fc.Arbitrary<Operand> = fc.oneof(
  fc
    .oneof(fc.string({ unit: 'binary' }), fc.constantFrom("it's", 'a\\', '"', '5', '-.5'))
    .map((value): Operand => ({ kind: 'string', value })),
  number.map((value): Operand => ({ kind: 'number', value })),
  fc.boolean().map((value): Operand => ({ kind: 'boolean', value })),
  fc.constant<Operand>({ kind: 'null' }),
);

const operand: fc.Arbitrary<Operand> = fc.letrec<{ operand: Operand }>((tie) => ({
  operand: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    constant,
    arbitraryPath.map((path): Operand => ({ kind: 'reference', path })),
    fc.array(tie('operand'), { maxLength: 3 }).map((items): Operand => ({ kind: 'list', items })),
  ),
})).operand;

const arbitraryComparison: fc.Arbitrary<Comparison> = fc.record({
  kind: fc.constant('comparison' as const),
  operator: fc.constantFrom(...OPERATORS),
  left: operand,
  right: operand,
});

/** Any expression the parser can produce. */
const arbitraryExpression: fc.Arbitrary<Expression> = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    arbitraryComparison,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      terms: fc.array(tie('expression'), { minLength: 2, maxLength: 4 }),
    }),
  ),
})).expression;

describe('parse and print', () => {
  it('reads back what it prints', () => {
    fc.assert(
      fc.property(arbitraryExpression, (expression) => {
        expect(parseExpression(printExpression(expression))).toEqual(expression);
      }),
      { numRuns: 1_000 },
    );
  });

  it('answers any text with an AST or an ExpressionError that lies inside the text', () => {
    const words = fc.constantFrom(
      'a',
      '.',
      '[',
      ']',
      '(',
      ')',
      '==',
      '>-',
      'NOT',
      'IN',
      ' ',
      '1',
      "'",
      '\\',
      ',',
      'AND',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let failure: unknown;
        try {
          parseExpression(text);
        } catch (error) {
          failure = error;
        }
        if (failure !== undefined) {
          expect(failure).toBeInstanceOf(ExpressionError);
          expect((failure as ExpressionError).offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back a printed path', () => {
    fc.assert(
      fc.property(arbitraryPath, (path) => {
        expect(parseReference(printPath(path))).toEqual(path);
      }),
    );
  });
});

const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, '5', '05', '-.5', 'a', 'b', 'constructor', ''),
  fc.integer({ min: -3, max: 12 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary' }),
);
const json: fc.Arbitrary<Json> = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(name, scalar, { maxKeys: 3 }),
);
const attributes: fc.Arbitrary<JsonObject> = fc.dictionary(name, json, { maxKeys: 6 });

describe('evaluation', () => {
  it('gives every expression a truth value on every document', () => {
    fc.assert(
      fc.property(arbitraryExpression, attributes, (expression, document) => {
        const { matches } = compileQueueExpression(printExpression(expression));
        expect(typeof matches({ attributes: document })).toBe('boolean');
      }),
    );
  });

  it('is decided by the values at the referenced paths', () => {
    fc.assert(
      fc.property(arbitraryExpression, attributes, (expression, document) => {
        const roots = new Set(referencedPaths(expression).map(([root]) => root));
        const read = Object.fromEntries(Object.entries(document).filter(([key]) => roots.has(key)));
        const { matches } = compileQueueExpression(printExpression(expression));
        expect(matches({ attributes: read })).toBe(matches({ attributes: document }));
        expect([...roots].every((root) => readsRoot(expression, root))).toBe(true);
      }),
    );
  });

  it('never holds where a requirement of the expression fails', () => {
    fc.assert(
      fc.property(arbitraryExpression, attributes, (expression, document) => {
        const { matches } = compileQueueExpression(printExpression(expression));
        const failing = requirements(expression).some(({ path, operator, constant }) => {
          const { matches: holds } = compileQueueExpression(
            printExpression({
              kind: 'comparison',
              operator,
              left: { kind: 'reference', path },
              right: operandOf(constant),
            }),
          );
          return !holds({ attributes: document });
        });
        expect(failing && matches({ attributes: document })).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it('treats the two sides of an operator alike', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(COMPARISONS['=='](a, b)).toBe(COMPARISONS['=='](b, a));
        expect(COMPARISONS['!='](a, b)).toBe(COMPARISONS['!='](b, a));
        expect(COMPARISONS['<'](a, b)).toBe(COMPARISONS['>'](b, a));
        expect(COMPARISONS['<='](a, b)).toBe(COMPARISONS['>='](b, a));
        expect(COMPARISONS.IN(a, b)).toBe(COMPARISONS.HAS(b, a));
      }),
    );
  });

  it('makes != the opposite of == on scalars and NOT IN the opposite of IN for a scalar and a list', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        if (isScalar(a) && isScalar(b)) {
          expect(COMPARISONS['!='](a, b)).toBe(!COMPARISONS['=='](a, b));
        }
        expect(COMPARISONS['NOT IN'](a, b)).toBe(isScalar(a) && isList(b) && !COMPARISONS.IN(a, b));
      }),
    );
  });

  it('orders strings by code point', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '\ufffd', '\u{10000}', '\u{1f600}', '\ud7ff') });
    const points = (value: string) => Array.from(value, (character) => character.codePointAt(0) ?? 0);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [points(a), points(b)];
        const index = left.findIndex((point, position) => point !== right[position]);
        const less = index < 0 ? left.length < right.length : (left[index] ?? -1) < (right[index] ?? -1);
        expect(COMPARISONS['<'](a, b)).toBe(less);
      }),
    );
  });
});

function operandOf(value: Json): Operand {
  if (isList(value)) {
    return { kind: 'list', items: value.map(operandOf) };
  }
  switch (typeof value) {
    case 'string':
      return { kind: 'string', value };
    case 'number':
      return { kind: 'number', value };
    case 'boolean':
      return { kind: 'boolean', value };
    default:
      return { kind: 'null' };
  }
}

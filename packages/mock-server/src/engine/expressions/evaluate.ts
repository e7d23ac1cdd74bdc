import type { Json } from '@taskbay/protocol';
import type { Comparison, Expression, Operand, Path } from './ast.ts';
import { COMPARISONS } from './values.ts';

/** Reads one value from a context; null when it is missing. */
export type Read<Context> = (context: Context) => Json;
export type Matcher<Context> = (context: Context) => boolean;

/** Decides once, while compiling, how a path is read in the contexts of one kind of expression. */
export type Resolve<Context> = (path: Path) => Read<Context>;

type CompiledOperand<Context> =
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'read'; readonly read: Read<Context> };

/** Compiles an expression to a function; comparisons of attributes with constants run without allocating. */
export function compile<Context>(expression: Expression, resolve: Resolve<Context>): Matcher<Context> {
  switch (expression.kind) {
    case 'comparison':
      return compileComparison(expression, resolve);
    case 'and':
      return every(expression.terms.map((term) => compile(term, resolve)));
    case 'or':
      return some(expression.terms.map((term) => compile(term, resolve)));
  }
}

function every<Context>(terms: readonly Matcher<Context>[]): Matcher<Context> {
  return (context) => {
    for (const term of terms) {
      if (!term(context)) {
        return false;
      }
    }
    return true;
  };
}

function some<Context>(terms: readonly Matcher<Context>[]): Matcher<Context> {
  return (context) => {
    for (const term of terms) {
      if (term(context)) {
        return true;
      }
    }
    return false;
  };
}

function compileComparison<Context>(comparison: Comparison, resolve: Resolve<Context>): Matcher<Context> {
  const test: (left: Json, right: Json) => boolean = COMPARISONS[comparison.operator];
  const left = compileOperand(comparison.left, resolve);
  const right = compileOperand(comparison.right, resolve);
  if (left.kind === 'constant') {
    if (right.kind === 'constant') {
      const result = test(left.value, right.value);
      return () => result;
    }
    return (context) => test(left.value, right.read(context));
  }
  if (right.kind === 'constant') {
    return (context) => test(left.read(context), right.value);
  }
  return (context) => test(left.read(context), right.read(context));
}

function compileOperand<Context>(operand: Operand, resolve: Resolve<Context>): CompiledOperand<Context> {
  switch (operand.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return { kind: 'constant', value: operand.value };
    case 'null':
      return { kind: 'constant', value: null };
    case 'reference':
      return { kind: 'read', read: resolve(operand.path) };
    case 'list':
      return compileList(operand.items.map((item) => compileOperand(item, resolve)));
  }
}

function compileList<Context>(items: readonly CompiledOperand<Context>[]): CompiledOperand<Context> {
  if (items.every((item) => item.kind === 'constant')) {
    return { kind: 'constant', value: items.map((item) => item.value) };
  }
  return {
    kind: 'read',
    read: (context) => items.map((item) => (item.kind === 'constant' ? item.value : item.read(context))),
  };
}

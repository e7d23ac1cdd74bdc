/** Comparison operators in canonical spelling; `=`, `>-` and `<-` are read as `==`, `HAS` and `IN`. */
export type Operator = '==' | '!=' | '>' | '>=' | '<' | '<=' | 'CONTAINS' | 'HAS' | 'IN' | 'NOT IN';

/** A property name, or a zero-based array index. */
export type Segment = string | number;
export type Path = readonly [string, ...Segment[]];

export type Constant =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' };

export interface Reference {
  readonly kind: 'reference';
  readonly path: Path;
}

export interface List {
  readonly kind: 'list';
  readonly items: readonly Operand[];
}

export type Operand = Constant | List | Reference;

export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: Operator;
  readonly left: Operand;
  readonly right: Operand;
}

/** Two or more conditions joined by the same word; a chain without parentheses is one flat node. */
export interface Junction {
  readonly kind: 'and' | 'or';
  readonly terms: readonly Expression[];
}

export type Expression = Comparison | Junction;

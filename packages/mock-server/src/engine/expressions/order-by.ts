import type { Segment } from './ast.ts';
import type { Read } from './evaluate.ts';
import type { WorkerFacts } from './facts.ts';
import { readReference } from './parse.ts';
import { resolveWorkerPath } from './resolve.ts';
import type { TokenStream } from './token-stream.ts';
import { expectEnd, failAt, openStream, peek, take, takeMark } from './token-stream.ts';

export type Direction = 'ASC' | 'DESC';

export interface OrderClause {
  /** Below `worker.`. */
  readonly path: readonly Segment[];
  readonly direction: Direction;
}

/** `compare` sorts the worker to be offered the task first; 0 leaves the choice to the longest idle rule. */
export interface OrderBy {
  readonly text: string;
  readonly clauses: readonly OrderClause[];
  readonly compare: (left: WorkerFacts, right: WorkerFacts) => number;
  /** The clause that tells the two apart, or undefined when none does. */
  readonly decidedBy: (left: WorkerFacts, right: WorkerFacts) => OrderClause | undefined;
}

type Compare = OrderBy['compare'];

/**
 * Reads `worker.<path> [ASC|DESC], …`; ascending when no direction is given. Workers without an integer at the path
 * come after those with one, in either direction. Throws ExpressionError, also for blank text.
 */
export function parseOrderBy(text: string): OrderBy {
  const stream = openStream(text);
  const clauses = [readClause(stream)];
  while (takeMark(stream, ',')) {
    clauses.push(readClause(stream));
  }
  expectEnd(stream, {
    expected: 'ASC, DESC, a comma or the end of the text',
    remedy: 'write clauses such as worker.skill DESC, separated by commas',
  });
  const comparisons = clauses.map(compareByClause);
  return {
    text,
    clauses,
    compare: firstDifference(comparisons),
    decidedBy: (left, right) => clauses.find((_, at) => comparisons[at]?.(left, right) !== 0),
  };
}

function readClause(stream: TokenStream): OrderClause {
  const start = peek(stream);
  const [root, ...path] = readReference(stream).path;
  if (root !== 'worker' || path.length === 0) {
    failAt(stream, start, {
      expected: 'worker.<attribute>',
      remedy: 'workers are ordered by their own values: write worker.skill DESC',
    });
  }
  return { path, direction: readDirection(stream) };
}

function readDirection(stream: TokenStream): Direction {
  const token = peek(stream);
  const word = token.kind === 'name' ? token.text.toUpperCase() : '';
  if (word === 'ASC' || word === 'DESC') {
    take(stream);
    return word;
  }
  return 'ASC';
}

function compareByClause(clause: OrderClause): Compare {
  const read: Read<WorkerFacts> = resolveWorkerPath(clause.path);
  const sign = clause.direction === 'ASC' ? 1 : -1;
  return (left, right) => {
    const a = read(left);
    const b = read(right);
    if (!isInteger(a)) {
      return isInteger(b) ? 1 : 0;
    }
    return isInteger(b) ? sign * Math.sign(a - b) : -1;
  };
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function firstDifference(comparisons: readonly Compare[]): Compare {
  return (left, right) => {
    for (const compare of comparisons) {
      const difference = compare(left, right);
      if (difference !== 0) {
        return difference;
      }
    }
    return 0;
  };
}

import type { Expression } from './ast.ts';
import type { Matcher, Resolve } from './evaluate.ts';
import { compile } from './evaluate.ts';
import type { Explanation } from './explain.ts';
import { explainExpression } from './explain.ts';
import type { FilterContext, QueueAvailability, QueueContext, TargetContext, WorkerFilterContext } from './facts.ts';
import { parseExpression } from './parse.ts';
import {
  resolveFilterPath,
  resolveQueuePath,
  resolveSkipPath,
  resolveTargetPath,
  resolveWorkerFilterPath,
} from './resolve.ts';

export type {
  ChannelFacts,
  FilterContext,
  QueueAvailability,
  QueueContext,
  TargetContext,
  TaskFacts,
  WorkerFacts,
  WorkerFilterContext,
} from './facts.ts';

/**
 * An expression read once: `text` as sent, `ast` undefined for blank text, `matches` its value in a context, `explain`
 * the same with what settled it.
 */
export interface CompiledExpression<Context> {
  readonly text: string;
  readonly ast: Expression | undefined;
  readonly matches: Matcher<Context>;
  readonly explain: (context: Context) => Explanation;
}

export type QueueExpression = CompiledExpression<QueueContext>;
export type WorkerFilterExpression = CompiledExpression<WorkerFilterContext>;
export type FilterExpression = CompiledExpression<FilterContext>;
export type TargetExpression = CompiledExpression<TargetContext>;
export type SkipExpression = CompiledExpression<QueueAvailability>;

/** TargetWorkers of a queue. Blank text is legal and matches no worker. Throws ExpressionError. */
export function compileQueueExpression(text: string): QueueExpression {
  return compileText(text, resolveQueuePath, false);
}

/** The TargetWorkersExpression list filter. Blank text matches no worker. Throws ExpressionError. */
export function compileWorkerFilterExpression(text: string): WorkerFilterExpression {
  return compileText(text, resolveWorkerFilterPath, false);
}

/** `expression` of a workflow filter, and EvaluateTaskAttributes. Blank text matches no task. Throws ExpressionError. */
export function compileFilterExpression(text: string): FilterExpression {
  return compileText(text, resolveFilterPath, false);
}

/** `expression` of a workflow target. Blank text counts as absent: it matches every worker. Throws ExpressionError. */
export function compileTargetExpression(text: string): TargetExpression {
  return compileText(text, resolveTargetPath, true);
}

/** `skip_if` of a workflow target. Blank text counts as absent: nothing is skipped. Throws ExpressionError. */
export function compileSkipExpression(text: string): SkipExpression {
  return compileText(text, resolveSkipPath, false);
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}

function compileText<Context>(text: string, resolve: Resolve<Context>, blank: boolean): CompiledExpression<Context> {
  if (isBlank(text)) {
    return { text, ast: undefined, matches: () => blank, explain: () => ({ value: blank, because: [] }) };
  }
  const ast = parseExpression(text);
  return {
    text,
    ast,
    matches: compile(ast, resolve),
    explain: (context) => explainExpression(ast, resolve, context),
  };
}

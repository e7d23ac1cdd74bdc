export type ProblemCode =
  | 'too_large'
  | 'not_json'
  | 'missing'
  | 'wrong_type'
  | 'out_of_range'
  | 'unknown_queue'
  | 'conflict'
  | 'bad_expression';

/** One thing wrong with a configuration document. */
export interface ConfigurationProblem {
  readonly code: ProblemCode;
  /** Where, from the root of the document: `task_routing.filters[0].targets[1].timeout`; empty for the document. */
  readonly path: string;
  readonly problem: string;
  readonly remedy: string;
}

/** A document can be wrong in as many places as it has members; readers need only the first ones. */
export const MAX_PROBLEMS = 50;

/** Collects problems while a document is read, at most MAX_PROBLEMS. */
export interface ProblemLog {
  readonly problems: readonly ConfigurationProblem[];
  readonly add: (code: ProblemCode, path: string, problem: string, remedy: string) => void;
}

export function createProblemLog(): ProblemLog {
  const problems: ConfigurationProblem[] = [];
  return {
    problems,
    add(code, path, problem, remedy) {
      if (problems.length < MAX_PROBLEMS) {
        problems.push({ code, path, problem, remedy });
      }
    },
  };
}

/** A problem as one sentence: where, what, what to do. */
export function describeProblem({ path, problem, remedy }: ConfigurationProblem): string {
  return `${path === '' ? 'configuration' : path}: ${problem}; ${remedy}`;
}

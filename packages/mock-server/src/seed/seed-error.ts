import { MockServerError } from '../errors.ts';

/** One wrong place of a seed: where (`workspaces[0].workers[1].activity`; empty for the document), and what. */
export interface SeedProblem {
  readonly path: string;
  readonly problem: string;
}

/** A seed that cannot be planted. Nothing of it was; `problems` names every wrong place that was found. */
export class SeedError extends MockServerError {
  override readonly name = 'SeedError';
  readonly problems: readonly SeedProblem[];

  constructor(problems: readonly SeedProblem[]) {
    super('invalid_seed', describe(problems));
    this.problems = problems;
  }
}

function describe(problems: readonly SeedProblem[]): string {
  const [first, ...others] = problems.map(({ path, problem }) => (path === '' ? problem : `${path} ${problem}`));
  const rest = others.length === 0 ? '' : ` (and ${others.length} more: ${others.slice(0, 3).join('; ')})`;
  return `The seed is not usable: ${first ?? 'unknown problem'}${rest}`;
}

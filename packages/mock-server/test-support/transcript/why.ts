import type { StepTrace } from '../../src/engine/trace/steps.ts';
import type { CandidateTrace } from '../../src/engine/trace/trace.ts';
import { trace } from '../../src/engine/trace/trace.ts';
import type { World } from './world.ts';

/** A task's trace in words: a line per step change, with the filters tried, and a line per candidate. */
export function printTrace(world: World, taskSid: string): string[] {
  const found = trace(world.state, taskSid, world.now);
  if (found === undefined) return ['gone'];
  const steps = found.steps.flatMap((step) => printStep(world, step));
  return [...steps, ...found.candidates.map((candidate) => printCandidate(world, candidate))];
}

function printStep(world: World, { at, arrival, counted, filters, target }: StepTrace): string[] {
  const workers = counted === null ? '' : ` with ${counted.available} available, ${counted.unavailable} not`;
  const tried = filters.map(
    ({ filter, name, matched, because }) =>
      `  ${name ?? `filter ${filter + 1}`} ${matched ? 'matches' : 'no'}${values(because)}`,
  );
  const place =
    target === null
      ? 'no target'
      : `filter ${target.filter === 'default' ? 'default' : target.filter + 1}, target ${target.target + 1}: ${world.nameOf(target.queueSid)}`;
  return [`${age(world, at)} ${arrival}${workers}`, ...tried, `  ${place}`];
}

function age(world: World, at: number): string {
  return `${(world.now - at) / 1000}s ago`;
}

function values(because: StepTrace['filters'][number]['because']): string {
  return because
    .map(({ comparison, left, right }) => ` [${comparison}: ${JSON.stringify(left)}, ${JSON.stringify(right)}]`)
    .join('');
}

function printCandidate(world: World, { workerName, standing, reservationSid, obstacle }: CandidateTrace): string {
  const held = reservationSid === null ? '' : ` ${world.nameOf(reservationSid)}`;
  return `${workerName} ${standing}${held}${obstacle === null ? '' : ` ${printObstacle(world, obstacle)}`}`;
}

function printObstacle(world: World, obstacle: NonNullable<CandidateTrace['obstacle']>): string {
  switch (obstacle.reason) {
    case 'activity':
      return `activity ${obstacle.activityName}`;
    case 'channel':
      return `channel ${world.nameOf(obstacle.taskChannelSid)}`;
    case 'capacity':
      return `capacity ${obstacle.used}/${obstacle.configured}`;
    case 'single_tasking':
      return `single_tasking ${obstacle.liveReservations}`;
    case 'known_worker':
      return `known_worker ${obstacle.wanted === null ? 'nobody' : world.nameOf(obstacle.wanted)}`;
    case 'expression':
      return `expression${values(obstacle.because)}`;
    case 'order': {
      const { reason, behind, tieBreak } = obstacle;
      const { by, ...facts } = tieBreak;
      return [reason, 'behind', world.nameOf(behind), 'by', by, ...Object.values(facts)].join(' ');
    }
  }
}

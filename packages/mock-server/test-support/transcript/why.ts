import type { StepTrace } from '../../src/engine/trace/steps.ts';
import type { CandidateTrace } from '../../src/engine/trace/trace.ts';
import { trace } from '../../src/engine/trace/trace.ts';
import type { World } from './world.ts';

/** A task's trace in words: a line per step change, with the filters tried, and a line per candidate. */
export function printTrace(world: World, taskSid: string): string[] {
  const found = trace(world.state, taskSid, world.now);
  if (found === undefined) return ['gone'];
  const steps = found.steps.flatMap((step) => printStep(world, step));
  const transfers = found.transfers.map(({ mode, to, status }) => `${mode} transfer to ${world.nameOf(to)}: ${status}`);
  const place = found.place === null || found.place.kind === 'workflow' ? [] : [PLACED[found.place.kind]];
  return [...steps, ...transfers, ...place, ...found.candidates.map((candidate) => printCandidate(world, candidate))];
}

const PLACED = { queue: 'placed in a queue', worker: 'routed to a worker' } as const;

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
  const known = target?.knownWorker ?? null;
  const only =
    known === null
      ? ''
      : `, only ${known.attribute} ${JSON.stringify(known.value).replaceAll(/\bWK[0-9a-f]{32}\b/g, (sid) => world.nameOf(sid))}`;
  return [`${age(world, at)} ${arrival}${workers}`, ...tried, `  ${place}${only}`];
}

function age(world: World, at: number): string {
  return `${(world.now - at) / 1000}s ago`;
}

function values(because: StepTrace['filters'][number]['because']): string {
  return because
    .map(({ comparison, left, right }) => ` [${comparison}: ${JSON.stringify(left)}, ${JSON.stringify(right)}]`)
    .join('');
}

function printCandidate(world: World, candidate: CandidateTrace): string {
  const { workerName, standing, reservationSid, reservationStatus, obstacle } = candidate;
  const status = reservationStatus === 'pending' ? '' : ` ${reservationStatus}`;
  const held = reservationSid === null ? '' : ` ${world.nameOf(reservationSid)}${status}`;
  return `${workerName} ${standing}${held}${obstacle === null ? '' : ` ${printObstacle(world, obstacle)}`}`;
}

function printObstacle(world: World, obstacle: NonNullable<CandidateTrace['obstacle']>): string {
  switch (obstacle.reason) {
    case 'queue':
      return `not in queue ${obstacle.taskQueueSid === null ? 'none' : world.nameOf(obstacle.taskQueueSid)}`;
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

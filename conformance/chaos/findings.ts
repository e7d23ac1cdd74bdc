import type { JournalLine } from '@taskbay/mock-server';
import type { Agent, Told } from './agent.ts';
import type { SeenVersions, SessionLog } from './link.ts';
import type { BackEnd } from './world.ts';

/** What the server's journal says of one reservation, in server time. */
export interface History {
  readonly sid: string;
  readonly created: number;
  ended: number;
  last: string;
}

type Histories = ReadonlyMap<string, History>;

const ENDS = /\.(rejected|timeout|canceled|rescinded|completed)$/;

/** Every way in which an agent's application knows something else than the server; empty when all is well. */
export async function findings(agent: Agent, journal: readonly JournalLine[], backEnd: BackEnd): Promise<string[]> {
  const histories = historiesOf(journal, backEnd.worker(agent.name));
  const { told, found: known, gone, link } = agent;
  const problems = [
    ...duplicates(told),
    ...versionsShort(told, agent.worker.wire === 'v2' ? link.versions : undefined),
    ...disorder(told, known),
    ...lostOffers(told, known, link.sessions, histories),
    ...lostEnds(told, known, gone, histories),
    ...(await difference(agent, backEnd)),
  ];
  return problems.map((problem) => `${agent.name} (${agent.worker.wire}): ${problem}`);
}

/** What became of the reservations of one worker. */
export function historiesOf(journal: readonly JournalLine[], workerSid: string): Map<string, History> {
  const histories = new Map<string, History>();
  for (const { type, resourceSid: sid, time, data } of journal) {
    if (!type.startsWith('reservation.') || data.worker_sid !== workerSid) continue;
    const at = Date.parse(time);
    const history = histories.get(sid) ?? { sid, created: at, ended: Number.POSITIVE_INFINITY, last: type };
    histories.set(sid, history);
    history.last = type;
    if (ENDS.test(type)) history.ended = at;
  }
  return histories;
}

/** A reservation comes to each status once. */
export function duplicates(told: readonly Told[]): string[] {
  const seen = new Set<string>();
  return told.flatMap(({ type, sid }) => {
    const key = `${type} ${sid}`;
    if (!type.startsWith('reservation.')) return [];
    if (seen.has(key)) return [`told twice: ${key}`];
    seen.add(key);
    return [];
  });
}

/**
 * Once per (sid, type, version): the n-th event of a kind takes an n-th version. An application sees the newest state of
 * an object, which may be newer than the event, so it is versions that are counted: those that reached the client, up to
 * the one it saw.
 */
export function versionsShort(told: readonly Told[], versions: SeenVersions | undefined): string[] {
  const counts = new Map<string, number>();
  if (versions === undefined) return [];
  return told.flatMap(({ type, sid, version }) => {
    const key = `${type} ${sid}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    const reached = [...(versions.get(sid) ?? [])].filter((one) => one <= (version ?? 0)).length;
    return count > reached ? [`told ${count} times, of ${reached} versions: ${key}`] : [];
  });
}

/** An offer comes before everything else of its reservation, and an end after it. */
export function disorder(told: readonly Told[], known: ReadonlySet<string>): string[] {
  const introduced = new Set(known);
  const over = new Set<string>();
  return told.flatMap(({ type, sid }) => {
    if (!type.startsWith('reservation.')) return [];
    if (type === 'reservation.created') introduced.add(sid);
    const problems = [
      ...(introduced.has(sid) ? [] : [`${type} of ${sid} before its offer`]),
      ...(over.has(sid) ? [`${type} of ${sid} after its end`] : []),
    ];
    if (ENDS.test(type)) over.add(sid);
    return problems;
  });
}

/**
 * An offer has to be told when its frame arrived in a session that got in step, or when it stood throughout the time in
 * which a session got in step.
 */
export function lostOffers(
  told: readonly Told[],
  known: ReadonlySet<string>,
  sessions: readonly SessionLog[],
  histories: Histories,
): string[] {
  const offered = new Set(told.filter(({ type }) => type === 'reservation.created').map(({ sid }) => sid));
  const unheard = [...histories.values()].filter(({ sid }) => !offered.has(sid) && !known.has(sid));
  return unheard.flatMap(({ sid, created, ended }) =>
    sessions
      .filter(({ openedAt, readyAt, offered: arrived }) => {
        if (openedAt === undefined || readyAt === undefined) return false;
        return arrived.has(sid) || (created <= openedAt && ended > readyAt);
      })
      .map(({ readyAt }) => `lost offer: ${sid}, there from ${created} to ${ended}, in step at ${readyAt}`),
  );
}

/** Of what was offered the last thing told is the last thing that happened, or it was found to be gone. */
export function lostEnds(
  told: readonly Told[],
  known: ReadonlySet<string>,
  gone: ReadonlySet<string>,
  histories: Histories,
): string[] {
  const last = new Map<string, string>();
  for (const { type, sid } of told) if (type.startsWith('reservation.')) last.set(sid, type);
  return [...last].flatMap(([sid, type]) => {
    const history = histories.get(sid);
    if (history === undefined) return [`${type} of ${sid}, which is not this worker's`];
    if (history.last === type || gone.has(sid) || known.has(sid)) return [];
    return [`the last told of ${sid} is ${type}, the last that happened ${history.last}`];
  });
}

/** What the application sees against what the server has. */
async function difference({ name, worker }: Agent, backEnd: BackEnd): Promise<string[]> {
  const path = `Workers/${backEnd.worker(name)}`;
  const { body: own } = await backEnd.call(path);
  const { body: reservations } = await backEnd.call(`${path}/Reservations?PageSize=1000`);
  const { body: channels } = await backEnd.call(`${path}/Channels`);
  const live = (reservations.reservations as Record<string, string>[]).filter(({ reservation_status: status }) =>
    ['pending', 'accepted', 'wrapping'].includes(status ?? ''),
  );
  const tasks = await Promise.all(live.map(({ task_sid: sid }) => backEnd.call(`Tasks/${sid}`)));
  const expected = {
    state: 'ready',
    activity: own.activity_name,
    attributes: JSON.parse(String(own.attributes)) as object,
    channels: (channels.channels as Record<string, unknown>[]).map((one) => [one.configured_capacity, one.available]),
    reservations: live
      .map(({ sid, reservation_status }, index) => {
        const { assignment_status, attributes } = tasks[index]?.body ?? {};
        return `${sid} ${reservation_status} ${assignment_status} ${attributes}`;
      })
      .sort(),
  };
  const seen = {
    state: worker.state,
    activity: worker.activity?.friendlyName,
    attributes: worker.attributes,
    channels: [...worker.channels.values()].map(({ capacity, available }) => [capacity, available]),
    reservations: [...worker.reservations.values()]
      .map(({ sid, status, task }) => `${sid} ${status} ${task.status} ${JSON.stringify(task.attributes)}`)
      .sort(),
  };
  return JSON.stringify(seen) === JSON.stringify(expected)
    ? []
    : [`sees ${JSON.stringify(seen)}, the server has ${JSON.stringify(expected)}`];
}

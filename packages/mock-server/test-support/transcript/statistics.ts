import { cumulativeView, realtimeView, type Subject } from '../../src/edges/operations/statistics/figures.ts';
import { windowOf } from '../../src/edges/operations/statistics/window.ts';
import { renderStatistics } from '../../src/edges/rest/render/statistics.ts';
import { workspaceOf } from '../../src/engine/state.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

const KINDS = { WQ: 'queue', WW: 'workflow', WK: 'worker' } as const;

/** What says nothing in a transcript: who it is about and when. */
const LEFT_OUT = /^(?:account_sid|workspace_sid|(?:task_queue|workflow|worker)_sid|start_time|end_time|sid)$/;

/**
 * The statistics of `workspace`, `workers`, or a named queue, workflow or worker, as REST gives them; zeros are left out.
 * `minutes`, or `from` and `to` in seconds from now, is the window; `channel` and `split` as in requests.
 */
export function printStatistics(world: World, { plain, pairs }: Words): string[] {
  const { state, now, statistics } = world;
  const seconds = (key: string) => (pairs.has(key) ? now + Number(pairs.get(key)) * 1000 : undefined);
  const [minutes, StartDate, EndDate] = [pairs.get('minutes'), seconds('from'), seconds('to')];
  const asked = windowOf(
    {
      ...(minutes === undefined ? {} : { Minutes: Number(minutes) }),
      ...(StartDate === undefined ? {} : { StartDate }),
      ...(EndDate === undefined ? {} : { EndDate }),
    },
    now,
  );
  if (!asked.ok) return [`refused ${asked.refusal.code}`];
  const subject = subjectOf(world, plain[0] ?? '');
  const taskChannelSid = pairs.has('channel') ? world.sid(pairs.get('channel') ?? '') : undefined;
  const thresholds = pairs.get('split')?.split(',').map(Number);
  const runtime = { statistics };
  const view = {
    workspace: workspaceOf(state),
    kind: subject.kind,
    sid: subject.sid,
    path: undefined,
    flat: false,
    cumulative: cumulativeView(runtime, state, subject, { taskChannelSid, thresholds }, asked.window, now),
    realtime: subject.kind === 'worker' ? undefined : realtimeView(runtime, state, subject, taskChannelSid, now),
  };
  const { cumulative, realtime } = renderStatistics(view, { origin: '', now }) as Readonly<Record<string, unknown>>;
  return Object.entries({ cumulative, realtime }).flatMap(([name, group]) =>
    group === undefined ? [] : printGroup(world, name, group as object),
  );
}

/** Plain figures on the first line, each that consists of others on one of its own. */
function printGroup(world: World, name: string, group: object): string[] {
  const shown = Object.entries(group).filter(([figure]) => !LEFT_OUT.test(figure));
  const plain = shown.filter(([, value]) => typeof value !== 'object').map(([of, value]) => figure(world, of, value));
  const others = shown.filter(([, value]) => typeof value === 'object' && value !== null);
  const lines = others.map(([of, value]) => [of, inner(world, value)] as const).filter(([, text]) => text !== '');
  return [name + plain.join(''), ...lines.map(([of, text]) => `  ${of}${text}`)];
}

function subjectOf(world: World, name: string): Subject {
  if (name === 'workspace' || name === 'workers') return { kind: name, sid: undefined };
  const sid = world.sid(name);
  const kind = KINDS[sid.slice(0, 2) as keyof typeof KINDS];
  if (kind === undefined) throw new Error(`Nothing that has statistics is named ${name}`);
  return { kind, sid };
}

function figure(world: World, name: string, value: unknown): string {
  if (value === 0 || value === null) return '';
  if (typeof value !== 'object') return ` ${name}=${typeof value === 'string' ? world.nameOf(value) : value}`;
  const text = inner(world, value);
  return text === '' ? '' : ` ${name}(${text.trim()})`;
}

function inner(world: World, value: object): string {
  const named = Array.isArray(value)
    ? value.map(({ friendly_name, sid: _, ...one }) => [String(friendly_name), one] as const)
    : Object.entries(value).filter(([name]) => !LEFT_OUT.test(name));
  return named.map(([name, one]) => figure(world, name, one)).join('');
}

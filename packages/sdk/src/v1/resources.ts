import { isObject } from '@taskbay/protocol';
import { fewAtATime } from '../few-at-a-time.ts';
import type { Bridge } from './bridge.ts';
import { fill, hide, type Payload } from './convert.ts';
import type { Entity } from './entity.ts';
import { reservationVerbs } from './reservation.ts';
import { figuresOf, listOf, listsOf, resourceVerbs } from './verbs.ts';

/** What a resource names by SID and old pages reach through it, e.g. `workspace` and `defaultActivity`. */
const RELATED = /^(workspace|workflow|queue|worker|\w+Activity)Sid$/;

/** Makes an object the resource at a path: its addresses, verbs, figures and lists. */
export function equip(target: Entity, bridge: Bridge, path: string): void {
  const { workspaceUrl } = bridge;
  // The workspace's own ends in a slash, as it always did.
  const addresses = { workspaceUrl, resourceUrl: workspaceUrl + (path || '/') };
  hide(target, { ...addresses, ...resourceVerbs(bridge, path, target) });
  Object.assign(target, figuresOf(bridge, path), path ? {} : listsOf(bridge));
}

/**
 * The object for fields of a resource, by the first letters of its SID; the fields themselves where they say nothing.
 * `task`: what the task of a reservation is made of, if it is known.
 */
export function entityOf(bridge: Bridge, fields: Payload, task?: Payload): Entity {
  const one = fill({}, fields) as Entity;
  const { sid, taskSid, workerSid } = one;
  // A reservation that failed has no SID.
  const kind = task ? 'WR' : String(sid).slice(0, 2);
  const folder = {
    WA: 'Activities',
    WC: `Workers/${workerSid}/Channels`,
    WK: 'Workers',
    WQ: 'TaskQueues',
    WR: `Tasks/${taskSid}/Reservations`,
    WS: '',
    WT: 'Tasks',
    WW: 'Workflows',
  }[kind];
  if (folder === undefined) return one;
  const path = folder && `/${folder}/${sid ?? ''}`;
  equip(one, bridge, path);
  for (const [name, related] of Object.entries(one)) {
    if (related && RELATED.test(name)) hide(one, { [name.slice(0, -3)]: entityOf(bridge, { sid: related }) });
  }
  const post = (params: object, callback: unknown) => bridge.send('POST', path, params, callback);
  if (kind === 'WT') {
    hide(one, {
      complete: (callback: unknown, Reason: unknown) => post({ AssignmentStatus: 'completed', Reason }, callback),
    });
  }
  if (kind === 'WR') {
    const itsTask = entityOf(bridge, task ?? { sid: taskSid });
    const { sid: tasksid, attributes, priority, age } = itsTask;
    one.task = itsTask;
    hide(one, { tasksid, attributes, priority, age, reservation_sid: sid, ...reservationVerbs(post) });
  }
  return one;
}

interface Meta {
  readonly key: string;
  readonly page: number;
  readonly page_size: number;
  readonly next_page_url?: string | null;
  readonly previous_page_url?: string | null;
}

/** What a callback gets for an answer: an object, whose task is read if it is a reservation, figures or a list. */
export async function resultOf(bridge: Bridge, path: string, payload: Payload): Promise<unknown> {
  const { meta, task_sid: taskSid } = payload;
  if (!isObject(meta)) {
    // The answer is there, whatever becomes of what is only shown beside it.
    const task = taskSid ? await bridge.request('GET', `/Tasks/${taskSid}`).catch(() => undefined) : undefined;
    return entityOf(bridge, payload, task);
  }
  const { key, page, page_size: pageSize, next_page_url, previous_page_url } = meta as unknown as Meta;
  const data = await fewAtATime((payload[key] ?? []) as Payload[], (row) => resultOf(bridge, path, row));
  // Figures of all queues are an object with the keys "0", "1" …, as pages expect it.
  if (key.endsWith('statistics')) return { ...data };
  const turn = (url: string | null | undefined) => {
    const [, page] = String(url).split(/\/Workspaces\/\w+/);
    return page && ((callback: unknown) => bridge.send('GET', page, null, callback));
  };
  const next = turn(next_page_url);
  const previous = turn(previous_page_url);
  const shown = { data, page, pageSize, hasNext: Boolean(next), hasPrevious: Boolean(previous) };
  return hide({ ...listOf(bridge, path.replace(/\?.*/, '')), ...shown }, { [key]: data, next, previous });
}

import type { Json } from '@taskbay/protocol';
import type { JournalLine } from '../../../runtime/journal.ts';
import type { Views } from '../../operations/views.ts';
import { address, date, type RenderFacts } from './address.ts';

interface Place {
  readonly type: string;
  readonly segments: (line: JournalLine) => readonly string[];
}

/** What an event is about, by the prefix of its resource SID. */
const RESOURCES: Readonly<Record<string, Place>> = {
  WR: {
    type: 'reservation',
    segments: ({ data, resourceSid }) => ['Tasks', String(data.task_sid), 'Reservations', resourceSid],
  },
  WT: { type: 'task', segments: ({ resourceSid }) => ['Tasks', resourceSid] },
  TC: { type: 'task-channel', segments: ({ resourceSid }) => ['TaskChannels', resourceSid] },
  WQ: { type: 'taskqueue', segments: ({ resourceSid }) => ['TaskQueues', resourceSid] },
  WK: { type: 'worker', segments: ({ resourceSid }) => ['Workers', resourceSid] },
  WA: { type: 'activity', segments: ({ resourceSid }) => ['Activities', resourceSid] },
};

const ACTORS: Readonly<Record<string, string>> = { AC: 'account', WK: 'worker', WS: 'workspace' };

export function renderEvent({ workspace, line }: Views['event'], facts: RenderFacts) {
  const instant = Date.parse(line.time);
  const resource = RESOURCES[line.resourceSid.slice(0, 2)];
  return {
    account_sid: workspace.accountSid,
    actor_sid: line.actor,
    actor_type: ACTORS[line.actor.slice(0, 2)] ?? null,
    actor_url: actorUrl(workspace.sid, line.actor, facts),
    description: String(line.data.event_description),
    event_data: asText(line.data),
    event_date: date(instant),
    event_date_ms: instant,
    event_type: line.type,
    resource_sid: line.resourceSid,
    resource_type: resource?.type ?? null,
    resource_url: resource === undefined ? null : address(facts, workspace.sid, ...resource.segments(line)),
    sid: line.sid,
    source: 'twilio',
    source_ip_address: null,
    url: address(facts, workspace.sid, 'Events', line.sid),
    workspace_sid: workspace.sid,
  };
}

/** What an event's ResourceType says of a SID; undefined for what the service has no events about. */
export function resourceType(sid: string): string | undefined {
  return RESOURCES[sid.slice(0, 2)]?.type;
}

/** The account has no URL in this API. */
function actorUrl(workspaceSid: string, actor: string, facts: RenderFacts): string | null {
  if (actor.startsWith('WK')) return address(facts, workspaceSid, 'Workers', actor);
  return actor.startsWith('WS') ? address(facts, actor) : null;
}

/** The service writes every value of `event_data` as text, numbers included. */
function asText(data: Readonly<Record<string, Json>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, value === null ? null : String(value)]));
}

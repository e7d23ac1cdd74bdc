import { ACCOUNT, ALICE, AVAILABLE, BOB, BREAK, OFFLINE, QUEUE, WORKFLOW, WORKSPACE } from './world.ts';

type Params = Readonly<Record<string, unknown>>;

const KNOWN: Readonly<Record<string, string>> = {
  [ACCOUNT]: 'AC',
  [WORKSPACE]: 'WS',
  [ALICE]: 'alice',
  [BOB]: 'bob',
  [AVAILABLE]: 'Available',
  [BREAK]: 'Break',
  [OFFLINE]: 'Offline',
  [QUEUE]: 'Everyone',
  [WORKFLOW]: 'Default',
};

/** Short names for SIDs: of the world by what they are, of what is made on the way by order of appearance. */
export class Names {
  private readonly seen = new Map<string, string>();

  in(text: string): string {
    return text.replaceAll(/\b([A-Z]{2})[0-9a-f]{32}\b/g, (sid, prefix: string) => {
      const count = [...this.seen.values()].filter((name) => name.startsWith(prefix)).length;
      const name = KNOWN[sid] ?? this.seen.get(sid) ?? prefix + (count + 1);
      if (KNOWN[sid] === undefined) this.seen.set(sid, name);
      return name;
    });
  }
}

export function shownParams(params: Params): string {
  return Object.entries(params)
    .map(([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' ');
}

/** A payload in a few words: what it is, and what about it matters on the way. */
export function describePayload(payload: Params): string {
  if ('token_lifetime' in payload) return `channel_id ${payload.channel_id}, token_lifetime ${payload.token_lifetime}`;
  const list = listOf(payload);
  if (list !== undefined) return `[${list.map(describePayload).join(', ')}]`;
  if ('transfer_status' in payload) return `transfer ${payload.sid} ${payload.transfer_status}`;
  if ('reservation_sid' in payload) {
    return `task ${payload.sid} ${payload.assignment_status}, reservation_sid ${payload.reservation_sid}`;
  }
  if ('reservation_status' in payload) return reservation(payload);
  if ('assignment_status' in payload) return `task ${payload.sid} ${payload.assignment_status}`;
  if ('activity_name' in payload) return `worker ${payload.friendly_name}, ${payload.activity_name}`;
  if ('worker_sid' in payload) return `channel ${payload.task_channel_unique_name}`;
  return 'friendly_name' in payload ? String(payload.friendly_name) : JSON.stringify(payload);
}

function reservation(payload: Params): string {
  const { task, task_transfer: transfer } = payload as { readonly task?: Params; readonly task_transfer?: Params };
  return [
    `reservation ${payload.sid} ${payload.reservation_status}`,
    ...[task, transfer].flatMap((part) => (part === undefined ? [] : [describePayload(part)])),
  ].join(', ');
}

/** v2 lists have `contents`, v1 lists the key that their meta names. */
function listOf(payload: Params): readonly Params[] | undefined {
  const { meta } = payload as { readonly meta?: { readonly key?: string; readonly list_key?: string } };
  const key = meta?.list_key ?? meta?.key;
  return key === undefined ? undefined : (payload[key] as readonly Params[]);
}

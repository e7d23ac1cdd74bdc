import type { Policy, PolicyFilter } from '@taskbay/protocol';
import { BRIDGE_PATH } from '@taskbay/protocol';
import { isFilterSet, normalizeMatcher } from '../evaluate/filter.ts';
import type { UrlPattern } from '../evaluate/pattern.ts';
import { parsePattern } from '../evaluate/pattern.ts';

const NOUNS = new Map<string, readonly [one: string, many: string]>([
  ['Workspaces', ['workspace', 'workspaces']],
  ['Activities', ['activity', 'activities']],
  ['Workers', ['worker', 'workers']],
  ['Channels', ['channel', 'channels']],
  ['Reservations', ['reservation', 'reservations']],
  ['Tasks', ['task', 'tasks']],
  ['TaskQueues', ['task queue', 'task queues']],
  ['TaskChannels', ['task channel', 'task channels']],
  ['Workflows', ['workflow', 'workflows']],
  ['Events', ['event', 'events']],
]);

const VERBS: Readonly<Record<string, string>> = { GET: 'read', POST: 'create or change', DELETE: 'delete' };

/** What one rule permits or refuses, as a phrase such as `may read worker WK1`. */
export function ruleWords(policy: Policy): string {
  const modal = policy.allow === true ? 'may' : 'may not';
  const pattern = parsePattern(policy.url);
  if (pattern === undefined) return `has a rule that cannot be read: ${policy.method} ${policy.url}`;
  const bridge = pattern.kind === 'exact' ? bridgeWords(pattern.literal, policy.method) : undefined;
  if (bridge !== undefined) return `${modal} ${bridge}`;
  const filter = policy.method === 'POST' ? policy.post_filter : policy.query_filter;
  const target = `${VERBS[policy.method] ?? policy.method} ${patternWords(pattern)}`;
  return `${modal} ${target}${isFilterSet(filter) ? `, with these parameters only: ${filterWords(filter)}` : ''}`;
}

function bridgeWords(path: readonly string[], method: string): string | undefined {
  const channel = path.at(-1);
  if (path.length !== 4 || `/${path.slice(0, 2).join('/')}` !== BRIDGE_PATH) return undefined;
  if (method === 'GET') return `open the event-bridge socket of ${channel}`;
  return method === 'POST' ? `send requests over the event bridge of ${channel}` : undefined;
}

function patternWords({ kind, literal }: UrlPattern): string {
  const place = placeWords(literal);
  switch (kind) {
    case 'exact':
      return place;
    case 'child':
      return `each item directly below ${place}`;
    case 'tree':
      return `${place} and everything below`;
  }
}

/** Names a path innermost first: `/v1/Workspaces/WS1/Tasks` is "the tasks of workspace WS1". */
function placeWords(path: readonly string[]): string {
  if (path[1] !== 'Workspaces') return `/${path.join('/')}`;
  const words: string[] = [];
  for (let index = 1; index < path.length; index += 2) {
    const collection = path[index] ?? '';
    const [one, many] = NOUNS.get(collection) ?? [collection, collection];
    const id = path[index + 1];
    words.unshift(id === undefined ? `the ${many}` : `${one} ${id}`);
  }
  return words.join(' of ');
}

function filterWords(filter: PolicyFilter): string {
  return Object.entries(filter)
    .map(([name, matcher]) => {
      const { required, value } = normalizeMatcher(matcher);
      const presence = required ? 'required' : 'optional';
      return value === undefined ? `${name} (${presence})` : `${name} = "${value}" (${presence})`;
    })
    .join(', ');
}

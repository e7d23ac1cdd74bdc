import type { JsonObject } from '@taskbay/protocol';
import { parseWords } from './words.ts';

/**
 * Builds a workflow configuration from the lines under a `workflow` command:
 * `| filter <expression>`, `|   <queue> timeout=10 …` per target, `| default <queue> …`; or one line `| json <text>`,
 * taken as it stands but for `sid(<name>)`.
 */
export function workflowConfiguration(lines: readonly string[], sidOf: (name: string) => string): string {
  const filters: { expression: string; filter_friendly_name: string; targets: JsonObject[] }[] = [];
  let defaultFilter: JsonObject | undefined;
  const raw = lines[0]?.replace(/^\s*\|\s*/, '') ?? '';
  if (raw.startsWith('json ')) {
    return raw.slice('json '.length).replaceAll(/\bsid\((\w+)\)/g, (_, name: string) => sidOf(name));
  }
  for (const line of lines) {
    const text = line.replace(/^\s*\|\s*/, '');
    if (text.startsWith('filter ')) {
      const expression = text.slice('filter '.length);
      filters.push({ filter_friendly_name: `filter ${filters.length + 1}`, expression, targets: [] });
    } else if (text.startsWith('default ')) {
      defaultFilter = target(text.slice('default '.length), sidOf);
    } else {
      filters.at(-1)?.targets.push(target(text, sidOf));
    }
  }
  const routing = { filters, ...(defaultFilter === undefined ? {} : { default_filter: defaultFilter }) };
  return JSON.stringify({ task_routing: routing });
}

function target(text: string, sidOf: (name: string) => string): JsonObject {
  const { plain, pairs } = parseWords(`target ${text}`);
  const [queue] = plain;
  const members: [string, string][] = [...pairs].map(([key, value]) => [key, activitySids(value, sidOf)]);
  return { ...(queue === undefined ? {} : { queue: sidOf(queue) }), ...Object.fromEntries(members) };
}

/** `workers.<Name>` in a `skip_if` stands for the activity's SID. */
function activitySids(text: string, sidOf: (name: string) => string): string {
  return text.replaceAll(/workers\.([A-Z]\w*)/g, (_, name: string) => `workers.${sidOf(name)}`);
}

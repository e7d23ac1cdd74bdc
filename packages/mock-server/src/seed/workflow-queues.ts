import type { SeedWorkflow } from './schema.ts';
import type { SeedProblem } from './seed-error.ts';

type Place = Record<string, unknown>;

/**
 * A workflow's configuration as JSON text with queue SIDs where the seed has queue names. Everything else stays as
 * written: the engine reads it like a configuration sent over REST.
 */
export function configurationText(
  configuration: SeedWorkflow['configuration'],
  path: string,
  queueSid: (name: string, path: string) => string,
  problems: SeedProblem[],
): string {
  const document = typeof configuration === 'string' ? parsed(configuration, path, problems) : configuration;
  if (document === undefined) return '';
  const routing = document['task_routing'];
  if (!isObject(routing)) {
    problems.push({ path: `${path}.task_routing`, problem: 'is missing' });
    return '';
  }
  const named = (target: unknown, at: string): unknown => {
    if (!isObject(target) || typeof target['queue'] !== 'string') return target;
    return { ...target, queue: queueSid(target['queue'], `${at}.queue`) };
  };
  const at = `${path}.task_routing`;
  const filter = (value: unknown, index: number): unknown => {
    if (!isObject(value) || !Array.isArray(value['targets'])) return value;
    const targets = value['targets'].map((target, place) => named(target, `${at}.filters[${index}].targets[${place}]`));
    return { ...value, targets };
  };
  const { filters, default_filter: fallback } = routing;
  return JSON.stringify({
    ...document,
    task_routing: {
      ...routing,
      ...(Array.isArray(filters) ? { filters: filters.map(filter) } : {}),
      ...(fallback === undefined ? {} : { default_filter: named(fallback, `${at}.default_filter`) }),
    },
  });
}

function parsed(text: string, path: string, problems: SeedProblem[]): Place | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (error) {
    problems.push({ path, problem: `is no JSON: ${error instanceof Error ? error.message : String(error)}` });
    return undefined;
  }
  problems.push({ path, problem: 'must be a JSON object' });
  return undefined;
}

function isObject(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

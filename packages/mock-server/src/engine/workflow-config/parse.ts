import type { Json } from '@taskbay/protocol';
import { compileFilterExpression } from '../expressions/contexts.ts';
import type { Filter, Target, WorkflowConfiguration } from './configuration.ts';
import { indexFilters } from './filter-index.ts';
import type { Place } from './members.ts';
import { asPlace, compileMember, memberPath, read, readList, readText } from './members.ts';
import type { ConfigurationProblem, ProblemLog } from './problems.ts';
import { createProblemLog } from './problems.ts';
import type { QueueExists } from './target.ts';
import { readDefaultFilter, readTarget, unreadableTarget } from './target.ts';

/** Largest configuration document, in bytes of UTF-8. */
export const MAX_CONFIGURATION_BYTES = 1_038_576;

export interface ConfigurationOptions {
  /** Whether a queue of this SID exists in the workspace. */
  readonly queueExists: QueueExists;
}

export type ParsedConfiguration =
  | { readonly ok: true; readonly configuration: WorkflowConfiguration }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Reads and compiles a workflow's configuration document; never throws for a bad one. Unknown members are ignored. */
export function parseWorkflowConfiguration(text: string, options: ConfigurationOptions): ParsedConfiguration {
  const log = createProblemLog();
  const configuration = readDocument(text, options.queueExists, log);
  return log.problems.length === 0 && configuration !== undefined
    ? { ok: true, configuration }
    : { ok: false, problems: log.problems };
}

function readDocument(text: string, queueExists: QueueExists, log: ProblemLog): WorkflowConfiguration | undefined {
  const routing = readRouting(text, log);
  if (routing === undefined) {
    return undefined;
  }
  const filters = readFilters(routing, queueExists);
  const defaultValue = read(routing, 'default_filter');
  if (filters.length === 0 && defaultValue === null && log.problems.length === 0) {
    log.add('missing', routing.path, 'has neither filters nor a default_filter', 'add a filter or a default_filter');
  }
  const defaultPlace =
    defaultValue === null ? undefined : asPlace(defaultValue, memberPath(routing, 'default_filter'), log);
  const defaultFilter = defaultPlace && readDefaultFilter(defaultPlace, queueExists);
  const firstMatch = indexFilters(filters);
  const queueSids = new Set(filters.flatMap((filter) => filter.targets.map((target) => target.queueSid)));
  if (defaultFilter === undefined) {
    return { text, filters, firstMatch, queueSids };
  }
  return { text, filters, firstMatch, defaultFilter, queueSids: queueSids.add(defaultFilter.queueSid) };
}

function readRouting(text: string, log: ProblemLog): Place | undefined {
  if (utf8Length(text) > MAX_CONFIGURATION_BYTES) {
    log.add('too_large', '', `is over ${MAX_CONFIGURATION_BYTES} bytes`, 'split the work over several workflows');
    return undefined;
  }
  const document = parseJson(text, log);
  const place = document === undefined ? undefined : asPlace(document, '', log);
  if (place === undefined) {
    return undefined;
  }
  const routing = read(place, 'task_routing');
  if (routing === null) {
    log.add('missing', 'task_routing', 'is missing', 'put filters and default_filter inside a task_routing object');
    return undefined;
  }
  return asPlace(routing, 'task_routing', log);
}

function parseJson(text: string, log: ProblemLog): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : String(error);
    log.add('not_json', '', `is not JSON (${reason})`, 'send the configuration as one JSON document');
    return undefined;
  }
}

function readFilters(routing: Place, queueExists: QueueExists): readonly Filter[] {
  const values = readList(routing, 'filters') ?? [];
  return values.flatMap((value, index) => {
    const place = asPlace(value, `${memberPath(routing, 'filters')}[${index}]`, routing.log);
    const filter = place && readFilter(place, queueExists);
    return filter === undefined ? [] : [filter];
  });
}

function readFilter(place: Place, queueExists: QueueExists): Filter | undefined {
  const name = readText(place, 'filter_friendly_name') ?? null;
  const text = readText(place, 'expression');
  if (read(place, 'expression') === null) {
    place.log.add(
      'missing',
      memberPath(place, 'expression'),
      'is missing',
      'say which tasks the filter takes; 1==1 takes all',
    );
  }
  const expression = text === undefined ? undefined : compileMember(place, 'expression', text, compileFilterExpression);
  const targets = readTargets(place, queueExists);
  return expression && { name, expression, targets };
}

function readTargets(filter: Place, queueExists: QueueExists): readonly Target[] {
  const path = memberPath(filter, 'targets');
  const values = readList(filter, 'targets');
  if (values?.length === 0 || read(filter, 'targets') === null) {
    filter.log.add('missing', path, 'has no target', 'give the filter at least one target, with a queue');
  }
  const targets: Target[] = [];
  for (const [index, value] of (values ?? []).entries()) {
    const place = asPlace(value, `${path}[${index}]`, filter.log);
    // An unusable first target stands in with an empty queue, so that its successors do not repeat the problem.
    const target = place && readTarget(place, targets.at(-1)?.queueSid, queueExists);
    targets.push(target ?? unreadableTarget(targets.at(-1)?.queueSid ?? ''));
  }
  return targets;
}

/** Bytes of the text in UTF-8; a lone surrogate counts as the three bytes of its replacement character. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) {
      bytes += 1;
    } else if (unit < 0x800) {
      bytes += 2;
    } else if (unit < 0xd800 || unit > 0xdbff || !isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 3;
    } else {
      bytes += 4;
      index++;
    }
  }
  return bytes;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

import type { Json } from '@taskbay/protocol';
import { EVENT_TYPES, type EventType } from '@taskbay/protocol';
import type { Workspace } from '../../engine/records.ts';
import { workspaceOf as workspaceRecord } from '../../engine/state.ts';
import type { JournalFilter, JournalLine, StoredBatch } from '../../runtime/journal.ts';
import { type Answer, answer, type Call, missing, operation, refused, workspaceOf } from './operation.ts';
import { instant, optional, text, whole } from './params.ts';
import { placesOf } from './places.ts';

const COLLECTION = '/Workspaces/{WorkspaceSid}/Events';
const INSTANCE = `${COLLECTION}/{Sid}`;

const DAY_MS = 86_400_000;
/** Events older than this cannot be asked for. */
const RETENTION_DAYS = 30;
const DEFAULT_MINUTES = 15;

const filters = {
  EventType: optional(text),
  Sid: optional(text),
  ReservationSid: optional(text),
  TaskQueueSid: optional(text),
  TaskSid: optional(text),
  WorkerSid: optional(text),
  WorkflowSid: optional(text),
  TaskChannel: optional(text),
  Minutes: optional(whole(1, RETENTION_DAYS * 24 * 60)),
  StartDate: optional(instant),
  EndDate: optional(instant),
} as const;

export const eventOperations = [
  operation({
    id: 'FetchEvent',
    method: 'GET',
    path: INSTANCE,
    params: {},
    run: async (call) => {
      const workspace = await call.runtime.read(workspaceOf(call), workspaceRecord);
      if (workspace === undefined) return missing('WS', workspaceOf(call));
      const sid = call.path.Sid ?? '';
      const batches = await readKept(call, { eventSid: sid });
      const line = batches.flatMap((batch) => batch.lines).find((candidate) => candidate.sid === sid);
      if (line === undefined || !isPublic(line)) return missing('EV', sid);
      return answer(call, 'event', { workspace, line }, false);
    },
  }),
  operation({
    id: 'ListEvent',
    method: 'GET',
    path: COLLECTION,
    params: filters,
    run: async (call) => {
      const workspace = await call.runtime.read(workspaceOf(call), workspaceRecord);
      if (workspace === undefined) return missing('WS', workspaceOf(call));
      const now = call.runtime.clock.now();
      const { StartDate, EndDate, Minutes = DEFAULT_MINUTES, Sid, ...wanted } = call.params;
      if (StartDate !== undefined && StartDate < now - RETENTION_DAYS * DAY_MS) {
        const problem = `must not be more than ${RETENTION_DAYS} days ago`;
        return refused({ code: 'invalid', parameter: 'StartDate', problem });
      }
      const dated = StartDate !== undefined || EndDate !== undefined;
      const window = {
        ...(StartDate === undefined ? {} : { from: StartDate }),
        ...(EndDate === undefined ? {} : { to: EndDate }),
        ...(dated || Sid !== undefined ? {} : { from: now - Minutes * 60_000 }),
        ...(Sid === undefined ? {} : { eventSid: Sid }),
      };
      return listEvents(call, workspace, window, wantedLine({ ...wanted, Sid }));
    },
  }),
];

/** Newest first. Lines are made only for the batches that the page reaches. */
async function listEvents(
  call: Call,
  workspace: Workspace,
  window: JournalFilter,
  wanted: (line: JournalLine) => boolean,
): Promise<Answer> {
  const places = placesOf(call.runtime);
  const { size, after, before } = call.page;
  const token = after ?? before;
  const batches = await readKept(call, window);
  const at = token === undefined ? undefined : (places.get(token)?.ordinal ?? sequenceOf(batches, token));
  if (token !== undefined && at === undefined) return refused({ code: 'bad_page_token', token });
  const older = after === undefined ? undefined : at;
  const newer = before === undefined ? undefined : at;
  const lines: JournalLine[] = [];
  let more = newer !== undefined;
  for (const line of newestFirst(batches)) {
    if ((older !== undefined && line.sequence >= older) || !wanted(line)) continue;
    if (newer !== undefined && line.sequence <= newer) break;
    if (newer === undefined && lines.length === size) {
      more = true;
      break;
    }
    lines.push(line);
  }
  const page = newer === undefined ? lines : lines.slice(-size);
  for (const line of [page[0], page.at(-1)]) {
    if (line !== undefined) places.set(line.sid, { sid: line.sid, ordinal: line.sequence });
  }
  const views = page.map((line) => ({ workspace, line }));
  return { kind: 'list', resource: 'event', views, more, now: call.runtime.clock.now() };
}

function sequenceOf(batches: readonly StoredBatch[], eventSid: string): number | undefined {
  for (const line of newestFirst(batches)) if (line.sid === eventSid) return line.sequence;
  return undefined;
}

function* newestFirst(batches: readonly StoredBatch[]): Iterable<JournalLine> {
  for (let index = batches.length - 1; index >= 0; index -= 1) {
    const lines = batches[index]?.lines ?? [];
    for (let place = lines.length - 1; place >= 0; place -= 1) {
      const line = lines[place];
      if (line !== undefined) yield line;
    }
  }
}

/** What the journal still has; lines that were dropped to keep within its limit are not missed. */
async function readKept(call: Call, filter: JournalFilter): Promise<readonly StoredBatch[]> {
  const sid = workspaceOf(call);
  const all = await call.runtime.journal.read(sid, 0, filter);
  if (all.kind === 'ok') return all.batches;
  const kept = await call.runtime.journal.read(sid, all.first - 1, filter);
  return kept.kind === 'ok' ? kept.batches : [];
}

const PUBLIC_TYPES: ReadonlySet<string> = new Set(EVENT_TYPES);

/** The service knows its own event types only. */
function isPublic(line: JournalLine): line is JournalLine & { readonly type: EventType } {
  return PUBLIC_TYPES.has(line.type);
}

type Filters = {
  readonly [N in
    | 'EventType'
    | 'Sid'
    | 'ReservationSid'
    | 'TaskQueueSid'
    | 'TaskSid'
    | 'WorkerSid'
    | 'WorkflowSid'
    | 'TaskChannel']?: string | undefined;
};

function wantedLine(filter: Filters): (line: JournalLine) => boolean {
  const { EventType: type, Sid, TaskChannel } = filter;
  const members: [string, string | undefined][] = [
    ['reservation_sid', filter.ReservationSid],
    ['task_queue_sid', filter.TaskQueueSid],
    ['task_sid', filter.TaskSid],
    ['worker_sid', filter.WorkerSid],
    ['workflow_sid', filter.WorkflowSid],
  ];
  const asked = members.filter(([, value]) => value !== undefined);
  const channel = (data: Readonly<Record<string, Json>>) =>
    data.task_channel_sid === TaskChannel || data.task_channel_unique_name === TaskChannel;
  return (line) =>
    isPublic(line) &&
    (type === undefined || type === line.type) &&
    (Sid === undefined || Sid === line.sid) &&
    asked.every(([name, value]) => line.data[name] === value) &&
    (TaskChannel === undefined || channel(line.data));
}

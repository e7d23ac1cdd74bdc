/** A deliberate bug: in one source of the engine, `before` (found exactly once) becomes `after`. */
export interface Patch {
  /** The rule it breaks, as docs/BEHAVIOUR.md numbers it. */
  readonly rule: string;
  /** Below `src/engine`. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export const PATCHES: readonly Patch[] = [
  {
    rule: 'ROUTE-8',
    file: 'indexes/ready-crew.ts',
    before: 'a.rank - b.rank ||',
    after: 'b.rank - a.rank ||',
  },
  { rule: 'ROUTE-9', file: 'indexes/waiting.ts', before: 'b.priority - a.priority ||', after: '' },
  {
    rule: 'ROUTE-2',
    file: 'routing/route.ts',
    before: 'contested ? betterTask(tx, next, chosen) : undefined',
    after: 'undefined',
  },
  { rule: 'ROUTE-4', file: 'routing/route.ts', before: 'queue?.maxReservedWorkers ?? 1', after: '1' },
  {
    rule: 'ROUTE-7',
    file: 'views/known-worker.ts',
    before: "known.by === 'friendly_name'",
    after: "known.by === 'sid'",
  },
  {
    rule: 'ROUTE-10',
    file: 'routing/next-task.ts',
    before: "prioritizeQueueOrder === 'LIFO'",
    after: "prioritizeQueueOrder === 'FIFO'",
  },
  {
    rule: 'ROUTE-16',
    file: 'indexes/idle-update.ts',
    before: 'optimized ? channel.lastReserved : worker.lastReserved',
    after: 'worker.lastReserved',
  },
  {
    rule: 'ROUTE-15',
    file: 'views/worker-facts.ts',
    before: 'return state.indexes.workerChannels.load(channel.workerSid) === 0;',
    after: 'return hasRoom(channel);',
  },
  { rule: 'ROUTE-17', file: 'handlers/task.ts', before: 'tx.timer(RULES.routingTargetSla)', after: 'null' },
  { rule: 'FLOW-4', file: 'routing/workflow.ts', before: "&& search.arrival !== 'timeout'", after: '' },
  {
    rule: 'FLOW-6',
    file: 'routing/workflow.ts',
    before: 'task.priority = rule.priority ?? before.priority;',
    after: '',
  },
  { rule: 'FLOW-7', file: 'routing/route.ts', before: 'if (!entered || task.step', after: 'if (task.step' },
  {
    rule: 'FLOW-8',
    file: 'routing/release.ts',
    before: 'due <= tx.now ? null : tx.timerAt(due)',
    after: 'due ? null : null',
  },
  {
    rule: 'FLOW-12',
    file: 'routing/release.ts',
    before: 'if (task.redrive !== null)',
    after: 'if (task.redrive === undefined)',
  },
  {
    rule: 'TASK-7',
    file: 'routing/release.ts',
    before: 'if (task.assignmentCount >= RULES.maxAssignments) cancelTask',
    after: 'if (task.assignmentCount > RULES.maxAssignments) cancelTask',
  },
  {
    rule: 'TASK-8',
    file: 'lifecycle/task.ts',
    before: "case 'wrapping':\n      task.ttlTimer = null;",
    after: "case 'wrapping':\n      task.ttlTimer = null;\n      task.endTimer = tx.timer(RULES.assignedLimit);",
  },
  {
    rule: 'RESV-4',
    file: 'handlers/reservation.ts',
    before: 'changeActivity(tx, reservation.workerSid, tx.workspace.timeoutActivitySid);',
    after: 'changeActivity(tx, reservation.workerSid, reservation.workerPreviousActivitySid);',
  },
  {
    rule: 'RESV-12',
    file: 'handlers/reservation.ts',
    before: 'activitySid ?? activityBefore(tx, rejected)',
    after: 'activitySid ?? null',
  },
  {
    rule: 'CAP-1',
    file: 'views/capacity.ts',
    before: 'channel.pending + channel.accepted + channel.wrapping',
    after: 'channel.pending + channel.accepted',
  },
  {
    rule: 'XFER-3',
    file: 'routing/candidates.ts',
    before: 'task.transferSid !== null && liveReservations',
    after: 'false && liveReservations',
  },
  { rule: 'XFER-4', file: 'routing/release.ts', before: "transfer?.type === 'WORKER' ||", after: '' },
  {
    rule: 'XFER-5',
    file: 'lifecycle/transfer.ts',
    before: "held.includes('accepted') ? 'return' : 'returnWrapping'",
    after: "held.includes('wrapping') ? 'returnWrapping' : 'return'",
  },
  {
    rule: 'XFER-8',
    file: 'handlers/transfer.ts',
    before: "command.mode === 'COLD' ? moveReservation(tx, reservation, 'wrap') : undefined",
    after: 'undefined',
  },
  { rule: 'CALL-1', file: 'telephony/call.ts', before: "answers: 'answer',", after: 'answers: undefined,' },
  {
    rule: 'CALL-6',
    file: 'handlers/answer.ts',
    before: "if (call.status === 'no-answer') expireReservation",
    after: "if (call.status === 'busy') expireReservation",
  },
  { rule: 'CALL-8', file: 'telephony/leave.ts', before: '(mayEnd && exit)', after: 'exit' },
  {
    rule: 'CALL-9',
    file: 'telephony/transfer.ts',
    before: 'holdCustomer(tx, conference, true)',
    after: 'holdCustomer(tx, conference, false)',
  },
];

import type { EventType, SidPrefix } from '@taskbay/protocol';
import type {
  Activity,
  Reservation,
  Task,
  TaskChannel,
  TaskQueue,
  Transfer,
  Worker,
  WorkerChannel,
  Workflow,
  Workspace,
} from './records.ts';

import type { Call, Conference, Phone } from './telephony/records.ts';

/** Journal entries for changes the service announces nothing about. */
export type OwnEventType =
  | 'taskbay.workspace.created'
  | 'taskbay.workspace.updated'
  | 'taskbay.workspace.deleted'
  | 'taskbay.task-queue.updated'
  | 'taskbay.workflow.created'
  | 'taskbay.workflow.updated'
  | 'taskbay.workflow.deleted'
  | 'taskbay.worker.updated'
  | 'taskbay.task.removed'
  | 'taskbay.callbacks.dropped'
  | 'taskbay.phone.updated'
  | 'taskbay.call.ringing'
  | 'taskbay.call.answered'
  | 'taskbay.call.updated'
  | 'taskbay.call.ended'
  | 'taskbay.conference.started'
  | 'taskbay.conference.updated'
  | 'taskbay.conference.ended';

export type JournalEventType = EventType | OwnEventType;

/** The records an event or an answer is about, as they stood at that moment. Records are immutable, so these are references. */
export interface Subject {
  readonly workspace: Workspace;
  readonly activity?: Activity | undefined;
  readonly channel?: TaskChannel | undefined;
  readonly queue?: TaskQueue | undefined;
  readonly workflow?: Workflow | undefined;
  readonly worker?: Worker | undefined;
  readonly workerChannel?: WorkerChannel | undefined;
  readonly task?: Task | undefined;
  readonly reservation?: Reservation | undefined;
  /** Of a transfer's event; of a reservation that came from a transfer. */
  readonly transfer?: Transfer | undefined;
  /** Open transfer that the reservation's holder started. */
  readonly outgoingTransfer?: Transfer | undefined;
  readonly phone?: Phone | undefined;
  readonly call?: Call | undefined;
  readonly conference?: Conference | undefined;
}

/** Event-specific facts beside the subject's records. */
export interface EventDetails {
  readonly previousActivity?: Activity;
  readonly timeInPreviousActivityMs?: number;
  readonly previousCapacity?: number;
  readonly previousQueue?: TaskQueue;
  readonly previousPriority?: number;
  readonly filterName?: string;
  readonly filterExpression?: string;
  readonly targetExpression?: string;
  readonly reEvaluatedReason?: string;
  readonly knownWorkerSid?: string;
}

/**
 * One fact. `journaled: false` marks the `task.updated` of a status change, which only sockets carry
 * (BEHAVIOUR: event table). `recipients` are the workers whose sessions are told, bound when it happened.
 */
export interface EngineEvent {
  readonly type: JournalEventType;
  readonly journaled: boolean;
  /** `EV…`; '' when not journaled. */
  readonly sid: string;
  /** Position in the workspace's journal; 0 when not journaled. */
  readonly sequence: number;
  readonly resource: SidPrefix;
  readonly resourceSid: string;
  readonly subject: Subject;
  readonly details: EventDetails;
  readonly recipients: readonly string[];
}

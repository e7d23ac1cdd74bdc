import type { SidPrefix } from '@taskbay/protocol';
import type { JournalEventType, Subject } from '../../packages/mock-server/src/engine/events.ts';
import { Transaction } from '../../packages/mock-server/src/engine/transaction.ts';
import { Counts } from './counts.ts';
import type { Workload } from './workload.ts';

/** A journal entry of a lifecycle, and what is made for it beside the entry itself and its SID. */
export interface EntryWrite {
  readonly type: JournalEventType;
  readonly resource: SidPrefix;
  /** The records of a task, or of a reservation with its task; undefined: those that the entry before has. */
  readonly subject: 'task' | 'reservation' | undefined;
  readonly ownDetails: boolean;
  readonly ownRecipients: boolean;
}

type Emitted = Parameters<Transaction['emit']>;

/** The journal entries of one lifecycle and of the removal of an earlier task. */
export function entriesOf(workload: Workload): EntryWrite[] {
  // What an earlier lifecycle has, too, is made once and for all.
  const known = new Set<unknown>(emitted(workload).flat());
  const isNew = (part: unknown): boolean => {
    if (part === undefined || known.has(part)) return false;
    known.add(part);
    return true;
  };
  return emitted(workload).map(([type, resource, _sid, subject, details, recipients]) => ({
    type,
    resource,
    subject: isNew(subject) ? kindOf(subject) : undefined,
    ownDetails: isNew(details),
    ownRecipients: isNew(recipients),
  }));
}

function emitted(workload: Workload): readonly Emitted[] {
  const all: Emitted[] = [];
  workload.prepare(1);
  const stop = new Counts().listen(Transaction.prototype, 'emit', (...args) => {
    all.push(args as Emitted);
    return '';
  });
  workload.lifecycle();
  stop();
  return all;
}

function kindOf({ reservation }: Subject): 'task' | 'reservation' {
  return reservation === undefined ? 'task' : 'reservation';
}

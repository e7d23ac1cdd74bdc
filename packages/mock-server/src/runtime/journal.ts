import type { Actor, Command } from '../engine/commands.ts';
import { type EventData, eventData } from '../engine/event-data.ts';
import type { EngineEvent, JournalEventType } from '../engine/events.ts';

/** Commands of the account's own stream: which workspaces there are. */
export type AccountCommand =
  | { readonly type: 'account.create-workspace'; readonly sid: string }
  | { readonly type: 'account.delete-workspace'; readonly sid: string };

/** What a stream may hold: commands of a workspace, or of the account. */
export type JournalInput = Command | AccountCommand;

/** What became of one accepted command, on its way into the journal. */
export interface Batch<Input extends JournalInput = Command> {
  /** SID of the stream: a workspace, or the account. */
  readonly workspace: string;
  /** Number of the command within the workspace, from 1. */
  readonly command: number;
  /** Epoch milliseconds of server time. */
  readonly now: number;
  readonly actor: Actor;
  readonly input: Input;
  readonly events: readonly EngineEvent[];
}

/** One journaled event as outsiders read it (contract: journal line). */
export interface JournalLine {
  readonly sequence: number;
  readonly workspace: string;
  /** ISO 8601 with milliseconds. */
  readonly time: string;
  readonly command: number;
  readonly type: JournalEventType;
  readonly sid: string;
  readonly resourceSid: string;
  /** SID of who asked. */
  readonly actor: string;
  readonly data: EventData;
}

/** A batch as it is read back: the command to apply again and the lines it must produce. */
export interface StoredBatch {
  readonly command: number;
  readonly now: number;
  readonly actor: Actor;
  readonly input: JournalInput;
  readonly lines: readonly JournalLine[];
}

export type AppendResult = { readonly kind: 'ok' } | { readonly kind: 'conflict'; readonly sequence: number };

export type ReadResult =
  | { readonly kind: 'ok'; readonly batches: readonly StoredBatch[] }
  /** `after` is older than what is kept; `first` is the first sequence that is there. */
  | { readonly kind: 'gone'; readonly first: number };

/** Narrows a read without looking at lines: batches of these instants (both included), or the one with that event. */
export interface JournalFilter {
  /** Epoch milliseconds of server time. */
  readonly from?: number;
  readonly to?: number;
  /** `EV…` */
  readonly eventSid?: string;
}

/**
 * Where accepted commands are kept, one totally ordered stream per workspace and one for the account. A batch counts once `append` says so;
 * `conflict` means that the stream already goes on beyond `expectedSequence`, up to `sequence`.
 */
export interface Journal {
  append(workspace: string, expectedSequence: number, batch: Batch<JournalInput>): Promise<AppendResult>;
  /** Batches with lines after that sequence, oldest first; an unknown stream is empty. */
  read(workspace: string, after: number, filter?: JournalFilter): Promise<ReadResult>;
  /** Forgets a stream (deleted workspace), or all of them. */
  drop(workspace?: string): Promise<void>;
}

/** The lines of a batch, in order. Socket-only events are not among them. */
export function journalLines(batch: Batch<JournalInput>): JournalLine[] {
  const time = new Date(batch.now).toISOString();
  const lines: JournalLine[] = [];
  for (const event of batch.events) {
    if (!event.journaled) continue;
    lines.push({
      sequence: event.sequence,
      workspace: batch.workspace,
      time,
      command: batch.command,
      type: event.type,
      sid: event.sid,
      resourceSid: event.resourceSid,
      actor: batch.actor.sid,
      data: eventData(event, batch.now),
    });
  }
  return lines;
}

/** Sequence of the last journaled event, or undefined when there is none. */
export function lastSequence(batch: Batch<JournalInput>): number | undefined {
  return batch.events.findLast((event) => event.journaled)?.sequence;
}

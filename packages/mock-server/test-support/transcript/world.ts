import { apply } from '../../src/engine/apply.ts';
import type { Actor, Command } from '../../src/engine/commands.ts';
import type { EngineEvent, Subject } from '../../src/engine/events.ts';
import type { Rejection } from '../../src/engine/rejections.ts';
import { createState, type State } from '../../src/engine/state.ts';
import type { Batch } from '../../src/runtime/journal.ts';
import { replayBatches } from '../../src/runtime/replay.ts';
import { Statistics } from '../../src/runtime/statistics/statistics.ts';
import { digest } from '../digest.ts';
import { storedBatch } from '../stored-batch.ts';

const WORKSPACE = `WS${'0'.repeat(32)}`;
const ACCOUNT = `AC${'0'.repeat(32)}`;
const SEED = 1;
/** A Monday. */
export const START = Date.parse('2026-01-05T09:00:00Z');

export interface Done {
  readonly events: readonly EngineEvent[];
  readonly subject?: Subject;
  readonly rejection?: Rejection;
}

/** One workspace in a transcript: its state, its clock, and readable names for SIDs. */
export class World {
  readonly state: State = createState(SEED, WORKSPACE);
  readonly statistics = new Statistics();
  now = START;
  /** Whether a refused command is checked for traces; its cost is the state's size. */
  checksRefusals = true;
  private readonly names = new Map<string, string>();
  private readonly sids = new Map<string, string>();
  private reservations = 0;
  private readonly heardOf = { C: 0, F: 0 };
  private readonly observe: (event: EngineEvent, now: number) => void;
  /** What was accepted, to be applied again. */
  private readonly batches: Batch[] = [];

  constructor(observe: (event: EngineEvent, now: number) => void = () => undefined) {
    this.observe = observe;
    this.run({
      type: 'workspace.initialise',
      sid: WORKSPACE,
      accountSid: ACCOUNT,
      friendlyName: 'transcript',
      activities: [
        { friendlyName: 'Offline', available: false },
        { friendlyName: 'Available', available: true },
        { friendlyName: 'Training', available: true },
        { friendlyName: 'Break', available: false },
      ],
      taskChannels: [
        { friendlyName: 'Default', uniqueName: 'default' },
        { friendlyName: 'Voice', uniqueName: 'voice' },
        { friendlyName: 'Chat', uniqueName: 'chat', channelOptimizedRouting: true },
      ],
      defaultActivity: 'Offline',
      timeoutActivity: 'Offline',
    });
    for (const { sid, friendlyName } of this.state.tables.activity.values()) this.name(sid, friendlyName);
    for (const { sid, uniqueName } of this.state.tables.channel.values()) this.name(sid, uniqueName);
    this.name(WORKSPACE, 'workspace');
  }

  /** Applies and commits a command. Checks that a refused one left no trace. */
  run(command: Command, actor: Actor = { type: 'account', sid: ACCOUNT }): Done {
    const before = this.checksRefusals ? digest(this.state) : '';
    const result = apply(this.state, command, actor, this.now);
    if (!result.ok) {
      if (this.checksRefusals && before !== digest(this.state))
        throw new Error(`${command.type} was refused and changed the state`);
      return { events: [], rejection: result.rejection };
    }
    result.commit();
    const { now } = this;
    const { command: number } = this.state.counters;
    const batch = { workspace: WORKSPACE, command: number, now, actor, input: command, events: result.events };
    this.batches.push(batch);
    this.statistics.add(batch);
    for (const event of result.events) {
      this.observe(event, this.now);
      if (event.type === 'reservation.created') this.nameReservation(event.resourceSid);
      if (event.type.startsWith('taskbay.call.')) this.nameNext('C', event.resourceSid);
      if (event.type.startsWith('taskbay.conference.')) this.nameNext('F', event.resourceSid);
    }
    return { events: result.events, subject: result.subject };
  }

  /** Replays everything accepted so far on a state of the same seed, and says whether that one is the same. */
  replay(): string {
    const again = createState(SEED, WORKSPACE);
    replayBatches(WORKSPACE, again, this.batches.map(storedBatch));
    const same = digest(again) === digest(this.state);
    return `${this.batches.length} commands give ${same ? 'the same bytes' : 'other bytes'}`;
  }

  name(sid: string, name: string): void {
    this.names.set(sid, name);
    this.sids.set(name, sid);
  }

  /** The SID behind a name; `R*` is the newest reservation. An unknown name stands for itself. */
  sid(name: string): string {
    return this.sids.get(name === 'R*' ? `R${this.reservations}` : name) ?? name;
  }

  nameOf(sid: string): string {
    return this.names.get(sid) ?? sid.slice(0, 4);
  }

  /** Calls go by C1, C2 …, conferences by F1 …, in the order in which they are heard of. */
  private nameNext(letter: 'C' | 'F', sid: string): void {
    if (this.names.has(sid)) return;
    this.heardOf[letter] += 1;
    this.name(sid, `${letter}${this.heardOf[letter]}`);
  }

  private nameReservation(sid: string): void {
    this.reservations += 1;
    this.name(sid, `R${this.reservations}`);
  }
}

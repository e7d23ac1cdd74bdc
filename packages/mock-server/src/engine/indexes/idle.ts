import { LastingMap } from '../lasting-map.ts';
import type { Worker } from '../records.ts';
import type { Crew, Crews } from './crews.ts';
import { IdleLine } from './idle-line.ts';
import type { IdlePlace } from './ready-crew.ts';
import { ReadyCrew } from './ready-crew.ts';

/** A worker's crew on the channel, and the worker's place there while it is ready. */
interface Stand {
  readonly ready: ReadyCrew;
  place: IdlePlace | undefined;
}

/** Crews in a queue up to which a task looks at each of them. */
const FEW = 128;

/** The workers who could take one more task of one task channel. */
export class IdleChannel {
  private readonly few: number;
  /** Of every worker who has been ready so far. */
  private readonly stands = new Map<string, Stand>();
  /** Weak: a crew that has come apart is forgotten with it. */
  private readonly ready = new WeakMap<Crew, ReadyCrew>();
  /** Per queue, made when routing first asks for it. */
  private readonly lines = new Map<string, IdleLine>();

  constructor(few = FEW) {
    this.few = few;
  }

  /** Brings a worker who is ready to its place among its crew. */
  take({ sid, ordinal }: Pick<Worker, 'sid' | 'ordinal'>, crew: Crew, rank: number): void {
    const stand = this.standIn(crew, sid);
    const { ready, place: before } = stand;
    if (before?.rank === rank) return;
    if (before !== undefined) ready.delete(before);
    stand.place = { workerSid: sid, crew: ready, rank, ordinal };
    ready.add(stand.place);
  }

  /** A worker who is not ready has no place. */
  leave(workerSid: string): void {
    const stand = this.stands.get(workerSid);
    if (stand?.place === undefined) return;
    stand.ready.delete(stand.place);
    stand.place = undefined;
  }

  /** Forgets a worker who is gone. */
  remove(workerSid: string): void {
    this.leave(workerSid);
    this.stands.delete(workerSid);
  }

  /** The ready members of a queue, longest idle first. Nothing may change while somebody goes through them. */
  line(queueSid: string, crews: Crews): IdleLine {
    let line = this.lines.get(queueSid);
    if (line === undefined) {
      line = new IdleLine(this.few);
      this.lines.set(queueSid, line);
      for (const crew of crews.crewsOf(queueSid)) {
        const ready = this.ready.get(crew);
        if (ready !== undefined) line.join(ready);
      }
    }
    return line;
  }

  /** Forgets a queue that is gone. */
  drop(queueSid: string): void {
    this.lines.delete(queueSid);
  }

  private standIn(crew: Crew, workerSid: string): Stand {
    const known = this.stands.get(workerSid);
    if (known?.ready.crew === crew) return known;
    if (known?.place !== undefined) known.ready.delete(known.place);
    const stand: Stand = { ready: this.readyIn(crew), place: undefined };
    this.stands.set(workerSid, stand);
    return stand;
  }

  private readyIn(crew: Crew): ReadyCrew {
    let ready = this.ready.get(crew);
    if (ready === undefined) {
      ready = new ReadyCrew(crew);
      this.ready.set(crew, ready);
      for (const queueSid of crew.queues) {
        const line = this.lines.get(queueSid);
        line?.join(ready);
      }
    }
    return ready;
  }
}

/** Idle workers by task channel. A channel is filled when routing first asks for it, so that unused ones cost nothing. */
export class IdleIndex {
  private readonly channels = new LastingMap<IdleChannel>();

  /** The channel, which `fill` brings up to date the first time. */
  of(taskChannelSid: string, fill: (channel: IdleChannel) => void): IdleChannel {
    let channel = this.channels.get(taskChannelSid);
    if (channel === undefined) {
      channel = new IdleChannel();
      this.channels.set(taskChannelSid, channel);
      fill(channel);
    }
    return channel;
  }

  /** The channels filled by now. */
  filled(): ReadonlyMap<string, IdleChannel> {
    return this.channels;
  }

  /** Forgets a channel, or all of them; they are filled again when somebody asks. */
  forget(taskChannelSid?: string): void {
    if (taskChannelSid === undefined) this.channels.clear();
    else this.channels.delete(taskChannelSid);
  }

  /** Forgets a queue that is gone. */
  dropQueue(queueSid: string): void {
    for (const channel of this.channels.values()) channel.drop(queueSid);
  }
}

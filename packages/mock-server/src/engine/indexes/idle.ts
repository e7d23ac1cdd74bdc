import type { Worker } from '../records.ts';
import type { Crew, Crews } from './crews.ts';
import type { IdlePlace } from './idle-line.ts';
import { IdleLine, ReadyCrew } from './idle-line.ts';

/** The workers who could take one more task of one task channel. */
export class IdleChannel {
  private readonly places = new Map<string, IdlePlace>();
  /** Weak: a crew that has come apart is forgotten with it. */
  private readonly ready = new WeakMap<Crew, ReadyCrew>();
  /** Per queue, made when routing first asks for it. */
  private readonly lines = new Map<string, IdleLine>();

  /** Brings a worker who is ready to its place among its crew. */
  take({ sid, ordinal }: Pick<Worker, 'sid' | 'ordinal'>, crew: Crew, rank: number): void {
    const before = this.places.get(sid);
    if (before !== undefined) {
      if (before.rank === rank && before.crew.crew === crew) return;
      before.crew.delete(before);
    }
    const ready = this.readyIn(crew);
    const place: IdlePlace = { workerSid: sid, crew: ready, rank, ordinal };
    this.places.set(sid, place);
    ready.add(place);
  }

  /** A worker who is not ready, or gone, has no place. */
  leave(workerSid: string): void {
    const place = this.places.get(workerSid);
    if (place === undefined) return;
    this.places.delete(workerSid);
    place.crew.delete(place);
  }

  /** The ready members of a queue, longest idle first. Nothing may change while somebody goes through them. */
  line(queueSid: string, crews: Crews): IdleLine {
    let line = this.lines.get(queueSid);
    if (line === undefined) {
      line = new IdleLine();
      this.lines.set(queueSid, line);
      for (const crew of crews.crewsOf(queueSid)) this.ready.get(crew)?.join(line);
    }
    return line;
  }

  /** Forgets a queue that is gone. */
  drop(queueSid: string): void {
    this.lines.delete(queueSid);
  }

  private readyIn(crew: Crew): ReadyCrew {
    let ready = this.ready.get(crew);
    if (ready === undefined) {
      ready = new ReadyCrew(crew);
      this.ready.set(crew, ready);
      for (const queueSid of crew.queues) {
        const line = this.lines.get(queueSid);
        if (line !== undefined) ready.join(line);
      }
    }
    return ready;
  }
}

/** Idle workers by task channel. A channel is filled when routing first asks for it, so that unused ones cost nothing. */
export class IdleIndex {
  private readonly channels = new Map<string, IdleChannel>();

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

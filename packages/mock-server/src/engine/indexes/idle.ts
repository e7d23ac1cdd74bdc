import { OrderedSet } from '../ordered-set.ts';
import type { Crew, Crews } from './crews.ts';
import type { IdlePlace, ReadyCrews } from './idle-line.ts';
import { byIdleTime, IdleLine } from './idle-line.ts';

/** The workers who could take one more task of one task channel. */
export class IdleChannel implements ReadyCrews {
  private readonly places = new Map<string, IdlePlace>();
  private readonly ready = new Map<Crew, OrderedSet<IdlePlace>>();
  /** Per queue, made when routing first asks for it. */
  private readonly lines = new Map<string, IdleLine>();

  /** Brings a worker to its place: `rank` undefined = not ready; `crew` undefined = gone. */
  update(workerSid: string, ordinal: number, crew: Crew | undefined, rank: number | undefined): void {
    const before = this.places.get(workerSid);
    if (before?.crew === crew && before?.rank === rank) return;
    if (before !== undefined) this.leave(before);
    if (crew === undefined || rank === undefined) return;
    const place: IdlePlace = { workerSid, crew, rank, ordinal };
    this.places.set(workerSid, place);
    let ready = this.ready.get(crew);
    if (ready === undefined) {
      ready = new OrderedSet(byIdleTime);
      this.ready.set(crew, ready);
    }
    ready.add(place);
    if (ready.first() !== place) return;
    for (const queueSid of crew.queues) this.lines.get(queueSid)?.push(place);
  }

  /** The ready members of a queue, longest idle first. Nothing may change while somebody goes through them. */
  line(queueSid: string, crews: Crews): Iterable<IdlePlace> {
    let line = this.lines.get(queueSid);
    if (line === undefined) {
      line = new IdleLine(this);
      for (const crew of crews.crewsOf(queueSid)) {
        const first = this.first(crew);
        if (first !== undefined) line.push(first);
      }
      this.lines.set(queueSid, line);
    }
    return line;
  }

  first(crew: Crew): IdlePlace | undefined {
    return this.ready.get(crew)?.first();
  }

  after(place: IdlePlace): IdlePlace | undefined {
    return this.ready.get(place.crew)?.after(place);
  }

  /** Forgets a queue that is gone. */
  drop(queueSid: string): void {
    this.lines.delete(queueSid);
  }

  private leave(place: IdlePlace): void {
    this.places.delete(place.workerSid);
    const ready = this.ready.get(place.crew);
    ready?.delete(place);
    if (ready?.size === 0) this.ready.delete(place.crew);
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

import type { InProcessServer } from '@taskbay/mock-server';
import type { WebSocketLike } from '@taskbay/sdk';
import type { Link, SessionLog } from './link.ts';
import type { Break, Phase, SessionPlan } from './schedule.ts';

/** Server milliseconds until pings have found a peer that went without a word. */
const PINGED_MS = 45_000;
const ABNORMAL = 1006;
const RESTART = 1012;

type ServerSide = InstanceType<InProcessServer['WebSocket']>;

/** The client's end of a socket that crosses a link: frames arrive late and in order, until the session breaks off. */
export class LinkSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  readonly #link: Link;
  readonly #plan: SessionPlan | undefined;
  readonly #log: SessionLog = { offered: new Set() };
  #reached = 0;
  #server: ServerSide | undefined;
  #broken = false;
  /** Nothing gets through any more. */
  #dead = false;
  /** What was sent after a command whose answer is to be the last thing heard. */
  #held = false;
  #lastArrival = 0;

  constructor(url: string, link: Link) {
    this.#link = link;
    this.#plan = link.schedule.session();
    link.sessions.push(this.#log);
    if (this.#plan?.phase === 'before the upgrade') this.#refuse(this.#plan.how);
    else this.#after(link.schedule.latency(), () => this.#upgrade(url));
  }

  /** The client lets go. */
  close(): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#after(this.#link.schedule.latency(), () => this.#server?.close(1000));
  }

  /** A point of the session's life at which it may be meant to end. */
  reach(phase: Phase): void {
    if (this.#plan?.phase !== phase) return;
    if (this.#reached === this.#plan.skip) this.#breakOff(phase, this.#plan.how);
    this.#reached += 1;
  }

  commanded(): void {
    this.#held = this.#plan?.phase === 'between reply and frame' && this.#reached === this.#plan.skip;
  }

  #upgrade(url: string): void {
    if (this.#dead) return;
    const { server, schedule } = this.#link;
    const far = new server.WebSocket(url);
    this.#server = far;
    far.onopen = () => {
      this.#log.openedAt = server.clock.now();
      this.#arrive(() => {
        this.onopen?.({} as never);
        this.reach('after open, before the first frame');
      });
      if (this.#plan !== undefined)
        this.#after(this.#plan.lasts, () => this.#breakOff('at rest', this.#plan?.how ?? 'cut'));
    };
    far.onmessage = ({ data }) => {
      if (isEvent(data)) this.reach('with a frame under way');
      if (!this.#held) this.#arrive(() => this.#hear(data));
    };
    far.onerror = ({ message }) => this.#arrive(() => this.onerror?.({ message } as never));
    far.onclose = ({ code, reason }) => {
      this.#after(schedule.calm ? 0 : schedule.latency(), () => this.#end(code, reason));
    };
  }

  #hear(data: string): void {
    if (this.onmessage === null) return;
    const sid = offeredIn(data);
    if (sid !== undefined) this.#log.offered.add(sid);
    this.#link.noteText(data);
    this.onmessage({ data } as never);
  }

  #refuse(how: Break): void {
    this.#link.noteBreak('before the upgrade', how);
    this.#dead = true;
    // One that is never answered is given up by the client.
    if (how === 'half-open') return;
    this.#after(this.#link.schedule.latency(), () => {
      this.onerror?.({ message: 'The network is down' } as never);
      this.onclose?.({ code: ABNORMAL, reason: '' } as never);
    });
  }

  #breakOff(phase: Phase, how: Break): void {
    if (this.#dead || this.#broken) return;
    this.#broken = true;
    this.#link.noteBreak(phase, how);
    const { schedule } = this.#link;
    switch (how) {
      case 'closed':
        this.#server?.close();
        this.#arrive(() => this.#end(RESTART, 'Somebody restarted something'));
        return;
      case 'half-open':
        this.#dead = true;
        this.#after(PINGED_MS, () => this.#server?.close());
        return;
      case 'cut':
        this.#dead = true;
        this.#after(0, () => this.onclose?.({ code: ABNORMAL, reason: '' } as never));
        this.#after(schedule.noticed(), () => this.#server?.close());
        return;
    }
  }

  #end(code: number, reason: string): void {
    if (this.#dead) return;
    this.#dead = true;
    this.onclose?.({ code, reason } as never);
  }

  /** Later than everything sent before. */
  #arrive(run: () => void): void {
    const { schedule, server } = this.#link;
    const now = server.clock.now();
    this.#lastArrival = Math.max(this.#lastArrival, now + schedule.latency());
    this.#after(this.#lastArrival - now, () => {
      if (!this.#dead) run();
    });
  }

  #after(milliseconds: number, run: () => void): void {
    this.#link.server.clock.setTimeout(run, milliseconds);
  }
}

function isEvent(data: string): boolean {
  return data.trim() !== '' && !data.startsWith('{"event_type":"init"');
}

/** The reservation that a frame offers; v1 names it beside the task. */
function offeredIn(data: string): string | undefined {
  if (!data.startsWith('{"event_type":"reservation.created"')) return undefined;
  const { payload } = JSON.parse(data) as { payload: { sid: string; reservation_sid?: string } };
  return payload.reservation_sid ?? payload.sid;
}

import type { CallStatus } from '@taskbay/protocol';
import type { EngineEvent } from '../../engine/events.ts';
import type { Call, CallProgress } from '../../engine/telephony/records.ts';
import type { Batch } from '../../runtime/journal.ts';
import type { Fields } from './fields.ts';
import { silentlyEnded } from './silent-ends.ts';
import { rfc2822, type StatusUpdate } from './status-update.ts';

/** A call whose application wants to be told, with how often it was. */
interface Watched {
  readonly call: Call;
  readonly answeredAt: number | undefined;
  readonly told: number;
}

/** Follows calls from the first ring to the end, for those who gave a status callback (HOOK-8). */
export class CallWatch {
  private readonly accountSid: string;
  private readonly watched = new Map<string, Watched>();

  constructor(accountSid: string) {
    this.accountSid = accountSid;
  }

  get isIdle(): boolean {
    return this.watched.size === 0;
  }

  /** What a batch has to tell, in order. */
  follow({ events, now }: Pick<Batch, 'events' | 'now'>): StatusUpdate[] {
    return events.flatMap((event) => [...this.heard(event, now), ...this.silent(event, now)]);
  }

  private heard({ type, subject: { call } }: EngineEvent, now: number): StatusUpdate[] {
    if (call === undefined || call.statusCallback === null) return [];
    const known = this.watched.has(call.sid);
    switch (type) {
      case 'taskbay.call.ringing':
        return this.tell(call, now, ['initiated', 'ringing']);
      case 'taskbay.call.answered':
        return this.tell(call, now, known ? ['answered'] : ['initiated', 'ringing', 'answered']);
      case 'taskbay.call.ended':
        return this.tell(call, now, known ? ['completed'] : ['initiated', 'completed']);
      default:
        return [];
    }
  }

  private silent(event: EngineEvent, now: number): StatusUpdate[] {
    const ends = this.watched.size === 0 ? undefined : silentlyEnded(event);
    if (ends === undefined) return [];
    const ended = [...this.watched.values()].filter(({ call }) => ends(call, call.workerSid));
    return ended.flatMap(({ call }) => {
      const status = call.status === 'ringing' ? 'canceled' : 'completed';
      return this.tell({ ...call, status }, now, ['completed']);
    });
  }

  private tell(call: Call, now: number, steps: readonly CallProgress[]): StatusUpdate[] {
    const before = this.watched.get(call.sid);
    const answeredAt = steps.includes('answered') ? now : before?.answeredAt;
    const wanted = steps.filter((step) => call.statusCallback?.events.includes(step));
    const told = before?.told ?? 0;
    if (steps.includes('completed')) this.watched.delete(call.sid);
    else this.watched.set(call.sid, { call, answeredAt, told: told + wanted.length });
    return wanted.map((step, index) => ({
      kind: 'call',
      sid: call.sid,
      type: step,
      callback: call.statusCallback as NonNullable<Call['statusCallback']>,
      fields: {
        ...this.parties(call),
        CallStatus: statusAt(step, call.status),
        ...(step === 'completed' ? durationOf(answeredAt, now) : {}),
        SequenceNumber: String(told + index),
        CallbackSource: 'call-progress-events',
        Timestamp: rfc2822(now),
      },
    }));
  }

  /** Of the instructions that bridge a waiting call the service names that call. */
  private parties({ sid, from, to, purpose, taskCallSid }: Call): Fields {
    const named = purpose === 'conference' || taskCallSid === null ? {} : { taskCallSid };
    const numbers = { From: from, To: to, Caller: from, Called: to };
    return {
      CallSid: sid,
      AccountSid: this.accountSid,
      ...numbers,
      Direction: 'outbound-api',
      ApiVersion: '2010-04-01',
      ...named,
    };
  }
}

function statusAt(step: CallProgress, last: CallStatus): string {
  if (step === 'completed') return last;
  return step === 'answered' ? 'in-progress' : step;
}

/** In seconds, and in minutes that have begun. */
function durationOf(answeredAt: number | undefined, now: number): Fields {
  const seconds = answeredAt === undefined ? 0 : Math.round((now - answeredAt) / 1000);
  return { CallDuration: String(seconds), Duration: String(Math.ceil(seconds / 60)) };
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { actions } from '../../../test-support/actions.ts';
import { applyAndCommit, type Step, simulate, staffed } from '../../../test-support/simulation.ts';
import type { Command } from '../../engine/commands.ts';
import type { State } from '../../engine/state.ts';
import { CALL_PROGRESS, CONFERENCE_CHANGES } from '../../engine/telephony/records.ts';
import { legsOf } from '../../engine/views/calls.ts';
import { CallWatch } from './call-watch.ts';
import { ConferenceWatch } from './conference-watch.ts';
import type { StatusUpdate } from './status-update.ts';

const ACCOUNT = `AC${'5'.repeat(32)}`;
const TO = { url: 'http://app.example/', method: 'POST' } as const;
const OF_CALL = { ...TO, events: CALL_PROGRESS };
const OF_CONFERENCE = { ...TO, events: CONFERENCE_CHANGES };

/** The same with a wish to be told of everything. */
function asking(command: Command): Command {
  if (command.type !== 'reservation.instruct') return command;
  const { instruction } = command;
  switch (instruction.kind) {
    case 'dequeue':
    case 'call':
      return { ...command, instruction: { ...instruction, statusCallback: OF_CALL } };
    case 'conference': {
      const callbacks = { statusCallback: OF_CALL, conferenceStatusCallback: OF_CONFERENCE };
      return { ...command, instruction: { ...instruction, ...callbacks } };
    }
    default:
      return command;
  }
}

/** A staffed workspace where two phones ring for a while, so that offers can end while they do. */
function* ringing(state: State): Iterable<() => Command> {
  yield* staffed(state);
  for (const to of ['client:ann', 'client:ben']) yield () => ({ type: 'phone.set', to, behaviour: 'rings' });
}

interface OnTheLine {
  /** Status by call. */
  readonly calls: Readonly<Record<string, string>>;
  /** Who is in it, and how, by conference. */
  readonly conferences: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

function isSo({ tables, indexes }: State): OnTheLine {
  const asked = [...tables.call.values()].filter(({ statusCallback }) => statusCallback !== null);
  const conferences = [...tables.conference.values()].map((conference) => {
    const legs = legsOf({ tables, indexes }, conference).filter(({ status }) => status === 'in-progress');
    const participants = legs.map(({ sid, muted, hold }) => [sid, `muted ${muted}, hold ${hold}`]);
    const { customer } = conference;
    if (customer !== null) participants.push([customer.callSid, `muted false, hold ${customer.hold}`]);
    return [conference.sid, Object.fromEntries(participants)];
  });
  return {
    calls: Object.fromEntries(asked.map(({ sid, status }) => [sid, status])),
    conferences: Object.fromEntries(conferences),
  };
}

/** What an application makes of what it is told. */
class Application {
  readonly types = new Set<string>();
  private readonly calls = new Map<string, string>();
  private readonly conferences = new Map<string, Map<string, string>>();
  private readonly numbers = new Map<string, number>();

  hear({ kind, sid, type, fields }: StatusUpdate): void {
    this.types.add(type);
    const number = this.numbers.get(sid) ?? (kind === 'call' ? 0 : 1);
    expect(fields.SequenceNumber).toBe(String(number));
    this.numbers.set(sid, number + 1);
    if (kind === 'conference') this.hearOfConference(sid, type, fields);
    else if (type === 'completed') expect(this.calls.delete(sid)).toBe(true);
    else this.calls.set(sid, fields.CallStatus ?? '');
  }

  get believes(): OnTheLine {
    const conferences = [...this.conferences].map(([sid, participants]) => [sid, Object.fromEntries(participants)]);
    return { calls: Object.fromEntries(this.calls), conferences: Object.fromEntries(conferences) };
  }

  private hearOfConference(sid: string, type: string, { CallSid = '', Muted, Hold }: StatusUpdate['fields']): void {
    const participants = this.conferences.get(sid) ?? new Map<string, string>();
    this.conferences.set(sid, participants);
    if (type === 'participant-leave') expect(participants.delete(CallSid)).toBe(true);
    else if (type.startsWith('participant-')) participants.set(CallSid, `muted ${Muted}, hold ${Hold}`);
    else if (type === 'conference-end') {
      expect(participants.size).toBe(0);
      this.conferences.delete(sid);
    }
  }
}

it('who asks to be told of everything knows who is on the line, whatever happens (HOOK-8, HOOK-9)', () => {
  const types = new Set<string>();
  fc.assert(
    fc.property(actions(120), (steps) => {
      const [calls, conferences] = [new CallWatch(ACCOUNT), new ConferenceWatch(ACCOUNT)];
      const application = new Application();
      const told: Step = (state, command, actor, now) => {
        const input = asking(command);
        const applied = applyAndCommit(state, input, actor, now);
        if (applied === undefined) return undefined;
        const { events } = applied;
        const updates = [...calls.follow({ events, now }), ...conferences.follow({ events, now, input })];
        for (const update of updates) application.hear(update);
        expect(application.believes).toEqual(isSo(state));
        return applied;
      };
      const { state } = simulate(steps, told, ringing);
      expect([calls.isIdle, conferences.isIdle]).toEqual(
        Object.values(isSo(state)).map((known) => Object.keys(known).length === 0),
      );
      for (const type of application.types) types.add(type);
    }),
    { numRuns: 80 },
  );
  const reached = ['conference-end', 'conference-start', 'participant-leave', 'completed', 'ringing'];
  expect([...types]).toEqual(expect.arrayContaining(reached));
});

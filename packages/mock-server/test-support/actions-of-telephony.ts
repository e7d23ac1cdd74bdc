import type { Command } from '../src/engine/commands.ts';
import type { State } from '../src/engine/state.ts';
import { CALL_OUTCOMES, type Instruction, type ParticipantChange } from '../src/engine/telephony/commands.ts';
import { PHONE_BEHAVIOURS } from '../src/engine/telephony/records.ts';
import type { Action } from './actions.ts';
import { nth } from './nth.ts';

/** What happens by telephone; undefined when there is nothing it could happen to. */
export function telephone(state: State, action: Action): Command | undefined {
  const { pick, other } = action;
  switch (action.kind) {
    case 'instruct':
      return instruct(state, action);
    case 'call': {
      const call = nth(state.tables.call, pick);
      const status = CALL_OUTCOMES[other % CALL_OUTCOMES.length];
      return call && status && { type: 'call.update', sid: call.sid, status };
    }
    case 'participant':
      return participate(state, action);
    case 'phone': {
      const call = nth(state.tables.call, pick);
      const to = call?.to ?? ['client:ann', 'client:ben', '+1556'][pick % 3] ?? '';
      return { type: 'phone.set', to, behaviour: PHONE_BEHAVIOURS[other % PHONE_BEHAVIOURS.length] ?? 'answers' };
    }
    default:
      return undefined;
  }
}

/** Mostly of a pending reservation, or of an accepted one whose task has a conference. */
function instruct({ tables }: State, { pick, other, flag }: Action): Command | undefined {
  const pending = other % 5 > 0;
  const inConference = new Set([...tables.conference.values()].map(({ taskSid }) => taskSid));
  const ready = [...tables.reservation.values()].filter(({ status, taskSid }) => {
    if (other % 11 === 0) return true;
    return pending ? status === 'pending' : status === 'accepted' && inConference.has(taskSid);
  });
  const reservation = ready[pick % Math.max(1, ready.length)];
  if (reservation === undefined) return undefined;
  const choice = { pick, other, flag };
  const chosen = pending ? instruction(tables, choice) : supervision(tables, choice);
  return { type: 'reservation.instruct', sid: reservation.sid, instruction: chosen };
}

type Choice = Pick<Action, 'pick' | 'other' | 'flag'>;

function instruction(tables: State['tables'], { pick, other, flag }: Choice): Instruction {
  const activity = nth(tables.activity, other)?.sid;
  const after = activity === undefined || pick % 3 > 0 ? {} : { postWorkActivitySid: activity };
  const choices: readonly Instruction[] = [
    { kind: 'conference', from: '+1557', endConferenceOnExit: flag, endConferenceOnCustomerExit: pick % 2 === 0 },
    { kind: 'conference', from: '+1557', timeout: 1 + (pick % 30) },
    { kind: 'dequeue', from: '+1557', ...after },
    { kind: 'call', from: '+1557', url: 'https://example.com/twiml', accept: flag },
    { kind: 'redirect', callSid: 'CA1', url: 'https://example.com/twiml', accept: flag },
  ];
  return choices[pick % choices.length] ?? { kind: 'dequeue' };
}

function supervision(tables: State['tables'], { pick, other }: Choice): Instruction {
  const supervisor = nth(tables.worker, pick)?.sid;
  const mode = (['monitor', 'whisper', 'barge'] as const)[other % 3] ?? 'monitor';
  return { kind: 'supervise', mode, from: '+1557', ...(supervisor === undefined ? {} : { supervisor }) };
}

function participate(state: State, { pick, other, flag }: Action): Command | undefined {
  const { tables } = state;
  const conference = nth(tables.conference, pick);
  const target = nth(tables.worker, pick);
  if (conference === undefined || target === undefined) return undefined;
  const { taskSid } = conference;
  const held = [...tables.reservation.values()].find((one) => one.taskSid === taskSid && one.status === 'accepted');
  const worker = other % 5 === 0 || held === undefined ? nth(tables.worker, other) : tables.worker.get(held.workerSid);
  if (worker === undefined) return undefined;
  const changes: readonly ParticipantChange[] = [
    { kind: 'customer', taskSid, hold: flag },
    { kind: 'worker', taskSid, targetWorkerSid: target.sid, hold: flag },
    { kind: 'kick', taskSid, targetWorkerSid: target.sid },
    { kind: 'self', reservationSid: held?.sid ?? '', muted: flag },
  ];
  const change = changes[(pick + other) % changes.length];
  return change && { type: 'participant.update', workerSid: worker.sid, change };
}

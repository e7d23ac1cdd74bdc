import type { State } from '../state.ts';
import type { Call, Conference } from '../telephony/records.ts';

type Readable = Pick<State, 'tables' | 'indexes'>;

/** A task's calls that ring or are in progress, in order of creation. */
export function callsOf({ tables, indexes }: Readable, taskSid: string): Call[] {
  const calls: Call[] = [];
  for (const sid of indexes.taskCalls.members(taskSid)) {
    const call = tables.call.get(sid);
    if (call !== undefined) calls.push(call);
  }
  return calls.sort((a, b) => a.ordinal - b.ordinal);
}

/** The conference a task has now; it has one at most. */
export function conferenceOf({ tables, indexes }: Readable, taskSid: string): Conference | undefined {
  for (const sid of indexes.taskConferences.members(taskSid)) return tables.conference.get(sid);
  return undefined;
}

/** The calls that are part of a conference, in order of creation. */
export function legsOf(state: Readable, conference: Conference): Call[] {
  return callsOf(state, conference.taskSid).filter(({ conferenceSid }) => conferenceSid === conference.sid);
}

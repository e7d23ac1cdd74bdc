import type { Command } from '../../src/engine/commands.ts';
import type { CallOutcome, Instruction } from '../../src/engine/telephony/commands.ts';
import type { PhoneBehaviour } from '../../src/engine/telephony/records.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

type Build = (world: World, words: Words) => Command;

/** Verbs of instructions, of conferences, and of what happens on the line. */
export const TELEPHONY_VERBS: Readonly<Record<string, Build>> = {
  dequeue: (world, words) => instruct(world, words, { kind: 'dequeue', ...calling(world, words) }),
  call: (world, words) =>
    instruct(world, words, {
      kind: 'call',
      ...calling(world, words),
      ...text(words, 'url'),
      accept: words.plain.includes('accept'),
    }),
  redirect: (world, words) => {
    const callSid = words.pairs.get('call');
    return instruct(world, words, {
      kind: 'redirect',
      ...(callSid === undefined ? {} : { callSid }),
      ...text(words, 'url'),
      accept: words.plain.includes('accept'),
    });
  },
  conference: (world, words) =>
    instruct(world, words, {
      kind: 'conference',
      ...calling(world, words),
      ...(words.plain.includes('muted') ? { muted: true } : {}),
      ...(words.plain.includes('ends-with-worker') ? { endConferenceOnExit: true } : {}),
      ...(words.plain.includes('ends-with-customer') ? { endConferenceOnCustomerExit: true } : {}),
    }),
  supervise: (world, words) => {
    const mode = words.plain.find((word) => word === 'monitor' || word === 'whisper' || word === 'barge');
    const supervisor = words.pairs.get('by');
    return instruct(world, words, {
      kind: 'supervise',
      ...(supervisor === undefined ? {} : { supervisor: world.sid(supervisor) }),
      ...(mode === undefined ? {} : { mode }),
      ...calling(world, words),
    });
  },
  phone: (_, { plain }) => ({
    type: 'phone.set',
    to: plain[0] ?? '',
    behaviour: (plain[1] ?? 'answers') as PhoneBehaviour,
  }),
  line: (world, { plain }) => ({
    type: 'call.update',
    sid: world.sid(plain[0] ?? ''),
    status: (plain[1] ?? 'completed') as CallOutcome,
  }),
  hold: (world, words) => participant(world, words, true),
  unhold: (world, words) => participant(world, words, false),
  kick: (world, { plain }) => ({
    type: 'participant.update',
    workerSid: world.sid(plain[0] ?? ''),
    change: { kind: 'kick', taskSid: world.sid(plain[1] ?? ''), targetWorkerSid: world.sid(plain[2] ?? '') },
  }),
  participant: (world, { plain }) => ({
    type: 'participant.update',
    workerSid: world.sid(plain[0] ?? ''),
    change: {
      kind: 'self',
      reservationSid: world.sid(plain[1] ?? ''),
      ...(plain.includes('muted') ? { muted: true } : {}),
      ...(plain.includes('unmuted') ? { muted: false } : {}),
      ...(plain.includes('ends-with-worker') ? { endConferenceOnExit: true } : {}),
    },
  }),
};

function instruct(world: World, { plain, pairs }: Words, instruction: Instruction): Command {
  const version = pairs.get('version');
  return {
    type: 'reservation.instruct',
    sid: world.sid(plain[0] ?? ''),
    ...(version === undefined ? {} : { version: Number(version) }),
    instruction,
  };
}

/** `hold alice T1 customer`, `hold alice T1 bob`. */
function participant(world: World, { plain }: Words, hold: boolean): Command {
  const [worker = '', task = '', target = ''] = plain;
  const taskSid = world.sid(task);
  return {
    type: 'participant.update',
    workerSid: world.sid(worker),
    change:
      target === 'customer'
        ? { kind: 'customer', taskSid, hold }
        : { kind: 'worker', taskSid, targetWorkerSid: world.sid(target), hold },
  };
}

function calling(world: World, words: Words) {
  const after = words.plain.find((word) => word.startsWith('@'));
  const timeout = words.pairs.get('timeout');
  return {
    ...text(words, 'to'),
    ...text(words, 'from'),
    ...(after === undefined ? {} : { postWorkActivitySid: world.sid(after.slice(1)) }),
    ...(timeout === undefined ? {} : { timeout: Number(timeout) }),
  };
}

function text<K extends string>({ pairs }: Words, key: K): { readonly [P in K]?: string } {
  const value = pairs.get(key);
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };
}

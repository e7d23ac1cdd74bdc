import { describe, expect, it } from 'vitest';
import { type ConnectionState, type InputKind, transition } from './machine.ts';

const STATES: readonly ConnectionState[] = ['idle', 'connecting', 'starting', 'ready', 'waiting', 'stopped'];
const INPUTS: readonly InputKind[] = ['start', 'opened', 'synchronised', 'lost', 'retry', 'halt'];

/** Whether a socket may exist and whether a retry timer runs, by state. */
const HOLDS_SOCKET: readonly ConnectionState[] = ['connecting', 'starting', 'ready'];

const steps = STATES.flatMap((from) =>
  INPUTS.flatMap((input) => {
    const step = transition(from, input);
    return step === undefined ? [] : [{ from, input, ...step }];
  }),
);

describe('the connection table', () => {
  it('leaves no state it cannot halt, and stops nowhere else for good', () => {
    for (const from of STATES) if (from !== 'stopped') expect(transition(from, 'halt')?.to).toBe('stopped');
    expect(transition('stopped', 'start')?.to).toBe('connecting');
  });

  it.each(steps)('$from + $input → $to opens and closes what it must', ({ from, to, effects }) => {
    const hadSocket = HOLDS_SOCKET.includes(from);
    const hasSocket = HOLDS_SOCKET.includes(to);
    expect(effects.includes('open')).toBe(!hadSocket && hasSocket);
    const lets = effects.includes('close') || effects.includes('abandon');
    expect(lets).toBe(hadSocket && !hasSocket);
    expect(effects.includes('close')).toBe(hadSocket && to === 'stopped');
    expect(effects.includes('schedule-retry')).toBe(to === 'waiting');
  });

  it('a timer of a wait is canceled unless it is what ended the wait', () => {
    expect(transition('waiting', 'retry')?.effects).not.toContain('cancel-retry');
    expect(transition('waiting', 'start')?.effects).toContain('cancel-retry');
    expect(transition('waiting', 'halt')?.effects).toContain('cancel-retry');
  });

  it('ignores what comes late', () => {
    expect(transition('stopped', 'retry')).toBeUndefined();
    expect(transition('stopped', 'opened')).toBeUndefined();
    expect(transition('waiting', 'lost')).toBeUndefined();
    expect(transition('ready', 'start')).toBeUndefined();
  });
});

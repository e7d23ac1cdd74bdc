import { describe, expect, it } from 'vitest';
import { type ConnectionState, mayFollow } from './machine.ts';

const STATES: readonly ConnectionState[] = ['idle', 'connecting', 'starting', 'ready', 'waiting', 'stopped'];

describe('the connection table', () => {
  it('leaves no state it cannot halt, and stops nowhere else for good', () => {
    for (const from of STATES) if (from !== 'stopped') expect(mayFollow(from, 'stopped')).toBe(true);
    expect(mayFollow('stopped', 'connecting')).toBe(true);
  });

  it('ignores what comes late', () => {
    expect(STATES.filter((next) => mayFollow('stopped', next))).toEqual(['connecting']);
    expect(STATES.filter((next) => mayFollow('waiting', next))).toEqual(['connecting', 'stopped']);
    for (const state of STATES) expect(mayFollow(state, state)).toBe(false);
  });
});

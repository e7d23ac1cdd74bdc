import { describe, expect, it } from 'vitest';
import { digest } from '../../test-support/digest.ts';
import { applyAndCommit, byAccount, START, simulate } from '../../test-support/simulation.ts';
import { apply } from './apply.ts';
import type { Command } from './commands.ts';

describe('limits of a workspace (SPACE-3)', () => {
  it('takes the last activity that is allowed and refuses the next', () => {
    const { state } = simulate([]);
    const create = (number: number): Command => ({
      type: 'activity.create',
      friendlyName: `more ${number}`,
      available: true,
    });
    for (let number = state.tables.activity.size; number < 100; number += 1) {
      expect(applyAndCommit(state, create(number), byAccount, START)?.changed).toBe(true);
    }
    const before = digest(state);
    expect(apply(state, create(100), byAccount, START)).toEqual({
      ok: false,
      rejection: { code: 'limit', resource: 'Activities', limit: 100 },
    });
    expect(digest(state)).toBe(before);
  });
});

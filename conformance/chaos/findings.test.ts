import { describe, expect, it } from 'vitest';
import type { Told } from './agent.ts';
import { disorder, duplicates, type History, lostEnds, lostOffers, versionsShort } from './findings.ts';

const told = (...types: string[]): Told[] => types.map((type) => ({ type, sid: 'WR1', version: null }));
const history = (more: Partial<History> = {}) =>
  new Map([['WR1', { sid: 'WR1', created: 10, ended: 100, last: 'reservation.timeout', ...more }]]);
const none = new Set<string>();
const CREATED = 'reservation.created';
const TIMEOUT = 'reservation.timeout';

describe('what a chaos run finds', () => {
  it('an event told twice', () => {
    expect(duplicates(told(CREATED, TIMEOUT))).toEqual([]);
    expect(duplicates(told(CREATED, TIMEOUT, CREATED))).toEqual([`told twice: ${CREATED} WR1`]);
  });

  it('more events of an object than versions of it', () => {
    const versions = new Map([['WT1', new Set([1, 2, 4])]]);
    const updated = (...seen: number[]) => seen.map((version) => ({ type: 'task.updated', sid: 'WT1', version }));
    expect(versionsShort(updated(1, 2, 4), versions)).toEqual([]);
    // The first frame came when the answer to a command had brought the third version already.
    expect(versionsShort(updated(4, 4, 4), versions)).toEqual([]);
    expect(versionsShort(updated(1, 1, 4), versions)).toEqual(['told 2 times, of 1 versions: task.updated WT1']);
    expect(versionsShort(updated(1, 2, 4, 4), versions)).toHaveLength(1);
  });

  it('what comes before its offer or after its end', () => {
    expect(disorder(told(CREATED, 'reservation.accepted', 'reservation.completed'), none)).toEqual([]);
    expect(disorder(told(TIMEOUT), new Set(['WR1']))).toEqual([]);
    expect(disorder(told(TIMEOUT), none)).toEqual([`${TIMEOUT} of WR1 before its offer`]);
    expect(disorder(told(CREATED, TIMEOUT, 'reservation.accepted'), none)).toHaveLength(1);
  });

  it('an offer that stood while a session got in step, or came in one', () => {
    const session = (openedAt?: number, readyAt?: number, ...offered: string[]) => ({
      offered: new Set(offered),
      ...(openedAt === undefined ? {} : { openedAt }),
      ...(readyAt === undefined ? {} : { readyAt }),
    });
    const lost = (...sessions: ReturnType<typeof session>[]) => lostOffers([], none, sessions, history());
    expect(lost(session(20, 90))).toHaveLength(1);
    expect(lost(session(5, 90))).toEqual([]);
    expect(lost(session(20, 110))).toEqual([]);
    expect(lost(session(20))).toEqual([]);
    expect(lost(session(5, 9, 'WR1'))).toHaveLength(1);
    expect(lostOffers(told(CREATED), none, [session(20, 90)], history())).toEqual([]);
    expect(lostOffers([], new Set(['WR1']), [session(20, 90)], history())).toEqual([]);
  });

  it('an end that was not told', () => {
    expect(lostEnds(told(CREATED, TIMEOUT), none, none, history())).toEqual([]);
    expect(lostEnds(told(CREATED), none, none, history())).toHaveLength(1);
    expect(lostEnds(told(CREATED), none, new Set(['WR1']), history())).toEqual([]);
    expect(lostEnds(told(CREATED), none, none, new Map())).toEqual([`${CREATED} of WR1, which is not this worker's`]);
  });
});

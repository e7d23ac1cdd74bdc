import { describe, expect, it } from 'vitest';
import { isNews } from './changes.ts';
import type { Records } from './records.ts';
import { isOutdated, Store } from './store.ts';

const at = (iso: string) => new Date(iso);

describe('isOutdated', () => {
  it.each([
    [{ version: 2 }, { version: 1 }, true],
    [{ version: 2 }, { version: 2 }, false],
    [{ version: 2 }, { version: 3 }, false],
    [{ version: 2, dateUpdated: at('2030-01-02') }, { version: 3, dateUpdated: at('2030-01-01') }, false],
    [{ dateUpdated: at('2030-01-02') }, { dateUpdated: at('2030-01-01') }, true],
    [{ dateUpdated: at('2030-01-02') }, { dateUpdated: at('2030-01-02') }, false],
    [{ version: 2 }, { dateUpdated: at('2030-01-01') }, false],
    [{}, {}, false],
  ])('%o then %o: %s', (current, next, outdated) => {
    expect(isOutdated({ sid: 'X', ...current }, { sid: 'X', ...next })).toBe(outdated);
  });
});

describe('Store', () => {
  const reading = (version: number | undefined, name: string, available?: boolean | undefined) => ({
    sid: 'A',
    version,
    friendlyName: name,
    available: available as boolean,
  });

  it('keeps what a reading does not mention and takes the rest', () => {
    const store = new Store();
    store.put('activity', reading(1, 'one', true));
    const cell = store.cell('A');
    store.put('activity', reading(2, 'two'));
    expect(cell?.record).toEqual({ sid: 'A', version: 2, friendlyName: 'two', available: true });
    expect(store.put('activity', reading(3, 'two', false)).available).toBe(false);
  });

  it('turns away an older reading, until its order is forgotten', () => {
    const store = new Store();
    store.put('activity', reading(5, 'new'));
    expect(store.put('activity', reading(4, 'old')).friendlyName).toBe('new');
    store.forgetOrder();
    expect(store.put('activity', reading(0, 'other history'))).toMatchObject({
      version: 0,
      friendlyName: 'other history',
    });
  });

  it('remembers what was heard at a mark, and gives cells that outlive their row', () => {
    const store = new Store();
    store.put('activity', reading(undefined, 'one'), true);
    const cell = store.cell('A');
    store.mark();
    store.put('activity', reading(undefined, 'two'), true);
    store.delete('A');
    expect(cell?.before).toMatchObject({ friendlyName: 'one' });
    expect(cell?.record).toMatchObject({ friendlyName: 'two' });
    expect(store.rows('activity')).toEqual([]);
  });
});

describe('isNews', () => {
  type Name = Parameters<typeof isNews>[1]['name'];

  /** A store of the tasks A and B, and whether an event of them is news. */
  function listener() {
    const store = new Store();
    for (const sid of ['A', 'B']) store.put('task', { sid } as Records['task']);
    const admit = (sid: string, name: Name, version: number | undefined) =>
      isNews(store, { kind: 'task', name, record: { sid, version } } as Parameters<typeof isNews>[1]);
    return { store, admit };
  }

  it('lets each type through once per version and nothing older', () => {
    const { admit } = listener();
    expect(admit('A', 'task.updated', 1)).toBe(true);
    expect(admit('A', 'task.updated', 1)).toBe(false);
    expect(admit('A', 'task.wrapup', 1)).toBe(true);
    expect(admit('A', 'task.updated', 2)).toBe(true);
    expect(admit('A', 'task.completed', 1)).toBe(false);
    expect(admit('B', 'task.updated', 1)).toBe(true);
  });

  it('lets everything without a version through', () => {
    const { admit } = listener();
    expect([admit('A', 'task.updated', undefined), admit('A', 'task.updated', undefined)]).toEqual([true, true]);
  });

  it('begins anew with a new history, and with an object that was forgotten', () => {
    const { store, admit } = listener();
    expect([admit('A', 'task.updated', 2), admit('B', 'task.updated', 2)]).toEqual([true, true]);
    store.delete('B');
    store.put('task', { sid: 'B' } as Records['task']);
    expect([admit('A', 'task.updated', 1), admit('B', 'task.updated', 1)]).toEqual([false, true]);
    store.forgetOrder();
    expect(admit('A', 'task.updated', 1)).toBe(true);
  });
});

describe('prune', () => {
  it('keeps what is live and the last hundred that ended, with their tasks', () => {
    const store = new Store();
    for (let count = 0; count < 130; count += 1) {
      store.put('task', { sid: `WT${count}` } as Records['task']);
      const status = count < 10 ? 'accepted' : 'completed';
      store.put('reservation', { sid: `WR${count}`, taskSid: `WT${count}`, status } as Records['reservation']);
    }
    store.prune();
    const kept = store.rows('reservation').map(({ sid }) => Number(sid.slice(2)));
    expect(kept).toEqual([...Array(10).keys(), ...Array.from({ length: 100 }, (_, index) => 30 + index)]);
    expect(store.rows('task').map(({ sid }) => Number(sid.slice(2)))).toEqual(kept);
  });
});

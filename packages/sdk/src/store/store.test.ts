import { describe, expect, it } from 'vitest';
import type { FactName } from './facts.ts';
import type { Row } from './records.ts';
import { all, find, forgetOrder, isNews, isOutdated, prune, put, type Store } from './store.ts';

const at = (iso: string) => new Date(iso);
const emptyStore = (): Store => ({ known: new Map(), make: () => ({}) });

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

describe('put', () => {
  const reading = (version: number | undefined, friendlyName: string, available?: boolean) =>
    ({ sid: 'WA1', version, friendlyName, available }) as Row;

  it('keeps what a reading does not mention and takes the rest', () => {
    const store = emptyStore();
    const object = put(store, reading(1, 'one', true));
    expect(put(store, reading(2, 'two'))).toBe(object);
    expect(object).toEqual({ sid: 'WA1', version: 2, friendlyName: 'two', available: true });
    expect(put(store, reading(3, 'two', false)).available).toBe(false);
  });

  it('turns away an older reading, until its order is forgotten', () => {
    const store = emptyStore();
    put(store, reading(5, 'new'));
    expect(put(store, reading(4, 'old'))).toMatchObject({ friendlyName: 'new' });
    forgetOrder(store);
    expect(put(store, reading(0, 'other history'))).toMatchObject({ version: 0, friendlyName: 'other history' });
  });

  it('writes over nothing that the class of an object defines', () => {
    class Worker {
      get state(): string {
        return 'ready';
      }
    }
    const store: Store = { known: new Map(), make: () => new Worker() };
    expect(put(store, { sid: 'WK1', state: 'other' } as Row)).toMatchObject({ sid: 'WK1', state: 'ready' });
  });

  it('makes the activity that a worker is found in', () => {
    const store = emptyStore();
    put(store, { sid: 'WK1', activitySid: 'WA9', activityName: 'Lunch', available: false });
    expect(find<'WA'>(store, 'WA9')).toEqual({ sid: 'WA9', friendlyName: 'Lunch', available: false });
  });
});

describe('isNews', () => {
  /** A store of the tasks WT1 and WT2, and whether an event of them is news. */
  function listener() {
    const store = emptyStore();
    for (const sid of ['WT1', 'WT2']) put(store, { sid });
    const admit = (sid: string, name: FactName, version: number | undefined) => {
      put(store, { sid, version }, true);
      return isNews(store, { name, row: { sid, version }, rows: [] });
    };
    return { store, admit };
  }

  it('lets through what was sent before a first read that was newer, unless something newer was told', () => {
    const { admit, store } = listener();
    put(store, { sid: 'WT1', version: 3 }, true);
    expect(admit('WT1', 'task.updated', 2)).toBe(true);
    expect(admit('WT1', 'task.updated', 3)).toBe(true);
    expect(admit('WT1', 'task.wrapup', 2)).toBe(false);
  });

  it('lets each type through once per version and nothing older', () => {
    const { admit } = listener();
    expect(admit('WT1', 'task.updated', 1)).toBe(true);
    expect(admit('WT1', 'task.updated', 1)).toBe(false);
    expect(admit('WT1', 'task.wrapup', 1)).toBe(true);
    expect(admit('WT1', 'task.updated', 2)).toBe(true);
    expect(admit('WT1', 'task.completed', 1)).toBe(false);
    expect(admit('WT2', 'task.updated', 1)).toBe(true);
  });

  it('lets everything without a version through', () => {
    const { admit } = listener();
    expect([admit('WT1', 'task.updated', undefined), admit('WT1', 'task.updated', undefined)]).toEqual([true, true]);
  });

  it('begins anew with a new history, and with an object that was forgotten', () => {
    const { store, admit } = listener();
    expect([admit('WT1', 'task.updated', 2), admit('WT2', 'task.updated', 2)]).toEqual([true, true]);
    store.known.delete('WT2');
    put(store, { sid: 'WT2' });
    expect([admit('WT1', 'task.updated', 1), admit('WT2', 'task.updated', 1)]).toEqual([false, true]);
    forgetOrder(store);
    expect(admit('WT1', 'task.updated', 1)).toBe(true);
  });
});

describe('prune', () => {
  it('keeps what is live and the last hundred that ended, with their tasks', () => {
    const store = emptyStore();
    for (let count = 0; count < 130; count += 1) {
      put(store, { sid: `WT${count}` });
      const status = count < 10 ? 'accepted' : 'completed';
      put(store, { sid: `WR${count}`, taskSid: `WT${count}`, status });
    }
    prune(store);
    const kept = all(store, 'WR').map(({ sid }) => Number(sid.slice(2)));
    expect(kept).toEqual([...Array(10).keys(), ...Array.from({ length: 100 }, (_, index) => 30 + index)]);
    expect(all(store, 'WT').map(({ sid }) => Number(sid.slice(2)))).toEqual(kept);
  });
});

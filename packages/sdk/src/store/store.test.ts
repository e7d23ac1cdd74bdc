import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
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

  it('gives images that do not move, and cells that outlive their row', () => {
    const store = new Store();
    store.put('activity', reading(undefined, 'one'));
    const cell = store.cell('A');
    const image = store.image();
    store.put('activity', reading(undefined, 'two'));
    store.delete('A');
    expect(image.get('A')).toMatchObject({ friendlyName: 'one' });
    expect(cell?.record).toMatchObject({ friendlyName: 'two' });
    expect(store.rows('activity')).toEqual([]);
  });
});

describe('Ledger', () => {
  it('lets each type through once per version and nothing older', () => {
    const ledger = new Ledger();
    expect(ledger.admit('A', 'updated', 1)).toBe(true);
    expect(ledger.admit('A', 'updated', 1)).toBe(false);
    expect(ledger.admit('A', 'wrapup', 1)).toBe(true);
    expect(ledger.admit('A', 'updated', 2)).toBe(true);
    expect(ledger.admit('A', 'completed', 1)).toBe(false);
    expect(ledger.admit('B', 'updated', 1)).toBe(true);
  });

  it('lets everything without a version through', () => {
    const ledger = new Ledger();
    expect([ledger.admit('A', 'updated', undefined), ledger.admit('A', 'updated', undefined)]).toEqual([true, true]);
  });

  it('forgets the objects it has not heard of for longest', () => {
    const ledger = new Ledger();
    for (let count = 0; count < 1000; count += 1) ledger.admit(`S${count}`, 'updated', 1);
    ledger.admit('S0', 'updated', 2);
    ledger.admit('one more', 'updated', 1);
    expect(ledger.admit('S0', 'updated', 2)).toBe(false);
    expect(ledger.admit('S1', 'updated', 1)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';
import { isOutdated, Table } from './table.ts';

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

describe('Table', () => {
  interface Row {
    readonly sid: string;
    readonly version?: number | undefined;
    readonly name?: string | null | undefined;
  }

  it('keeps what a reading does not mention and clears what it says is none', () => {
    const table = new Table<Row>();
    const cell = table.put({ sid: 'A', version: 1, name: 'one' });
    table.put({ sid: 'A', version: 2, name: undefined });
    expect(cell.record).toEqual({ sid: 'A', version: 2, name: 'one' });
    table.put({ sid: 'A', version: 3, name: null });
    expect(table.get('A')?.name).toBeNull();
  });

  it('turns away an older reading, until its order is forgotten', () => {
    const table = new Table<Row>();
    table.put({ sid: 'A', version: 5, name: 'new' });
    table.put({ sid: 'A', version: 4, name: 'old' });
    expect(table.get('A')?.name).toBe('new');
    table.forgetOrder();
    table.put({ sid: 'A', version: 0, name: 'other history' });
    expect(table.get('A')).toEqual({ sid: 'A', version: 0, name: 'other history' });
  });

  it('gives images that do not move, and cells that outlive their row', () => {
    const table = new Table<Row>();
    const cell = table.put({ sid: 'A', name: 'one' });
    const image = table.image();
    table.put({ sid: 'A', name: 'two' });
    table.delete('A');
    expect(image.get('A')?.name).toBe('one');
    expect(cell.record.name).toBe('two');
    expect(table.rows()).toEqual([]);
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

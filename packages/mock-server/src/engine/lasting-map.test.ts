import { describe, expect, it } from 'vitest';
import { LastingMap } from './lasting-map.ts';

describe('a map with the value found last at hand', () => {
  it('answers with what is there now, whatever was asked before', () => {
    const map = new LastingMap<string>();
    expect(map.get('a')).toBeUndefined();
    map.set('a', 'first');
    expect(map.get('a')).toBe('first');
    map.set('a', 'second');
    expect(map.get('a')).toBe('second');
    expect(map.get('b')).toBeUndefined();
    expect(map.delete('a')).toBe(true);
    expect(map.get('a')).toBeUndefined();
    map.set('c', 'third');
    expect(map.get('c')).toBe('third');
    map.clear();
    expect(map.get('c')).toBeUndefined();
  });
});

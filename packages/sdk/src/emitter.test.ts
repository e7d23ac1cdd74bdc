import { describe, expect, it, vi } from 'vitest';
import { emit, Observable } from './emitter.ts';

interface Sample {
  said: string;
  done: undefined;
}

describe('Observable', () => {
  const make = () => {
    const failures: string[] = [];
    const heard: string[] = [];
    const emitter = new Observable<Sample>((name, cause) => failures.push(`${name}: ${String(cause)}`));
    return { emitter, failures, heard };
  };

  it('on returns its undoing; off takes listeners of on and once', () => {
    const { emitter, heard } = make();
    const note = (word: string) => heard.push(word);
    const stop = emitter.on('said', note);
    emitter.once('said', note);
    emit<Sample>(emitter, 'said', 'a');
    expect(heard).toEqual(['a', 'a']);
    stop();
    stop();
    emitter.once('said', note);
    emitter.off('said', note);
    emitter.off('said', note);
    expect(emit<Sample>(emitter, 'said', 'b')).toBe(false);
    expect(heard).toEqual(['a', 'a']);
  });

  it('calls every listener though one throws or rejects', async () => {
    const { emitter, failures, heard } = make();
    emitter.on('done', () => {
      throw new Error('no');
    });
    emitter.on('done', () => Promise.reject(new Error('later')));
    emitter.on('done', () => heard.push('done'));
    emit<Sample>(emitter, 'done', undefined);
    await new Promise(setImmediate);
    expect(heard).toEqual(['done']);
    expect(failures).toEqual(['done: Error: no', 'done: Error: later']);
  });

  it('hears of a rejection where another Promise stands in for the platform’s, as in Angular', async () => {
    const { emitter, failures } = make();
    class ZonePromise<T> extends Promise<T> {}
    vi.stubGlobal('Promise', ZonePromise);
    // Functions that are async give promises of the platform all the same.
    emitter.on('done', async () => {
      throw new Error('later');
    });
    emit<Sample>(emitter, 'done', undefined);
    vi.unstubAllGlobals();
    await new Promise(setImmediate);
    expect(failures).toEqual(['done: Error: later']);
  });

  it('calls a listener of once a single time, though another emits the same before it', () => {
    const { emitter, heard } = make();
    emitter.on('said', (word) => {
      if (word === 'a') emit<Sample>(emitter, 'said', 'b');
    });
    emitter.once('said', (word) => heard.push(word));
    emit<Sample>(emitter, 'said', 'a');
    expect(heard).toEqual(['b']);
  });

  it('lets a listener take itself off while being called', () => {
    const { emitter, heard } = make();
    const stop = emitter.on('said', (word) => {
      heard.push(word);
      stop();
    });
    emitter.on('said', (word) => heard.push(`second ${word}`));
    emit<Sample>(emitter, 'said', 'a');
    emit<Sample>(emitter, 'said', 'b');
    expect(heard).toEqual(['a', 'second a', 'second b']);
  });
});

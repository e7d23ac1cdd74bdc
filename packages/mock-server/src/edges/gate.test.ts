import { describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';

describe('the gate', () => {
  it('holds requests back during a change and runs changes one after the other', async () => {
    const gate = new Gate();
    const seen: string[] = [];
    let release = (): void => undefined;
    const blocked = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = gate.change(async () => {
      seen.push('first begins');
      await blocked;
      seen.push('first ends');
    });
    const second = gate.change(async () => {
      seen.push('second');
    });
    const request = gate.pass().then(() => seen.push('request'));
    release();
    await Promise.all([first, second, request]);
    expect(seen).toEqual(['first begins', 'first ends', 'second', 'request']);
  });

  it('opens again after a change that failed', async () => {
    const gate = new Gate();
    await expect(gate.change(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(gate.pass()).resolves.toBeUndefined();
  });
});

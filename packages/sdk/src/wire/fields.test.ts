import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import { fieldsOf, read } from './fields.ts';
import type { Unlisted } from './schemas.ts';

const refused = (message: string) =>
  expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) });

describe('read', () => {
  it('tells absent, none and wrong apart', () => {
    expect(read('name', {}, 'thing')).toEqual({ name: undefined });
    expect(read('name', { name: null }, 'thing')).toEqual({ name: null });
    expect(read('name=a_name|b_name', { b_name: 'x' }, 'thing')).toEqual({ name: 'x' });
    expect(() => read('name=a_name|b_name', null, 'thing')).toThrowError(refused('thing is missing or cannot be read'));
    expect(() => read('longName!', {}, 'thing')).toThrowError(refused('thing.long_name is missing or cannot be read'));
    expect(() => fieldsOf([], 'thing')).toThrowError(refused('thing is missing'));
  });

  it('takes what the service spells in several ways', () => {
    const one = (name: string, value: unknown) => read<Record<string, unknown>>(name, { [name]: value }, 'thing')[name];
    expect([one('version', '7'), one('version', 7), one('age', 7)]).toEqual([7, 7, 7]);
    expect([one('version', null), one('reason', null)]).toEqual([undefined, null]);
    expect(() => one('version', 'seven')).toThrowError(refused('thing.version'));
    expect([1, 0, true, false].map((value) => one('available', value))).toEqual([true, false, true, false]);
    const instant = new Date('2023-11-14T22:13:20Z');
    for (const spelled of [1_700_000_000, 1_700_000_000_000, '2023-11-14T22:13:20Z']) {
      expect(read('dateUpdated', { date_updated: spelled }, 'thing')).toEqual({ dateUpdated: instant });
    }
    expect(() => read('dateUpdated', { date_updated: 'soon' }, 'thing')).toThrowError(refused('thing.date_updated'));
    expect(one('attributes', '{"x":[1]}')).toEqual({ x: [1] });
    expect([one('attributes', ''), one('attributes', null), one('attributes', { y: 1 })]).toEqual([{}, {}, { y: 1 }]);
    for (const text of ['{', '[]']) expect(() => one('attributes', text)).toThrowError(refused('thing.attributes'));
  });
});

describe('record decoders', () => {
  it('say which field of what is missing', () => {
    expect(() => decode('worker', { sid: 'WK1' })).toThrowError(refused('worker.friendly_name'));
    expect(() => decode('task', { sid: 'WT1' })).toThrowError(refused('task.assignment_status'));
    expect(() => decode('channel', { sid: 'WC1' })).toThrowError(refused('channel.task_channel_sid'));
  });

  it('leave out what the payload leaves out', () => {
    const record = decode('task', { sid: 'WT1', assignment_status: 'pending' });
    expect(JSON.parse(JSON.stringify(record))).toEqual({ sid: 'WT1', attributes: {}, addons: {}, status: 'pending' });
  });

  it('list every field of their records but those that no answer has', () => {
    const unlisted: Record<Unlisted, true> = { version: true, transferSid: true };
    expect(Object.keys(unlisted)).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import {
  date,
  type Field,
  fieldsOf,
  listOf,
  maybeFlag,
  maybeJson,
  maybeNumber,
  oneOf,
  optionalText,
  read,
  text,
} from './fields.ts';

/** The field of a thing as a record would have it. */
function field<Value>(reader: Field<Value>, fields: object, ...keys: [string, string?]): Value {
  return read<{ a: Value }>({ a: [reader, ...keys] }, fields, 'thing').a;
}

const refused = (message: string) =>
  expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) });

describe('field readers', () => {
  it('tell absent, none and wrong apart', () => {
    expect(field(optionalText, {}, 'a')).toBeUndefined();
    expect(field(optionalText, { a: null }, 'a')).toBeNull();
    expect(field(optionalText, { b: 'x' }, 'a', 'b')).toBe('x');
    expect(() => field(text, { a: '' }, 'a')).toThrowError(refused('thing.a is not a text'));
    expect(() => field(oneOf(['x', 'y']), { a: 'z' }, 'a')).toThrowError(refused('thing.a is not one of x, y'));
    expect(() => fieldsOf(null, 'thing')).toThrowError(refused('thing is not a JSON object'));
    expect(() => fieldsOf([], 'thing')).toThrowError(refused('thing is not a JSON object'));
    expect(() => listOf({}, 'things')).toThrowError(refused('things is not a list'));
  });

  it('read what the service spells in several ways', () => {
    expect(field(maybeNumber, { a: '7' }, 'a')).toBe(7);
    expect(field(maybeNumber, { a: null }, 'a')).toBeUndefined();
    expect(() => field(maybeNumber, { a: 'seven' }, 'a')).toThrowError(refused('a number'));
    expect([1, 0, true, false].map((a) => field(maybeFlag, { a }, 'a'))).toEqual([true, false, true, false]);
    expect(() => field(maybeFlag, { a: 'yes' }, 'a')).toThrowError(refused('a boolean'));
    expect(field(date, { a: 1_700_000_000 }, 'a')?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(field(date, { a: 1_700_000_000_000 }, 'a')?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(field(date, { a: '2023-11-14T22:13:20Z' }, 'a')?.getTime()).toBe(1_700_000_000_000);
    expect(() => field(date, { a: 'soon' }, 'a')).toThrowError(refused('a date'));
    expect(field(maybeJson, { a: '{"x":[1]}' }, 'a')).toEqual({ x: [1] });
    expect(() => field(maybeJson, { a: '{' }, 'a')).toThrowError(refused('a JSON object'));
    expect(() => field(maybeJson, { a: '[]' }, 'a')).toThrowError(refused('a JSON object'));
  });
});

describe('record decoders', () => {
  it('say which field of what is missing', () => {
    expect(() => decode('worker', { sid: 'WK1' })).toThrowError(refused('worker.friendly_name'));
    const lost = { sid: 'WT1', assignment_status: 'lost' };
    expect(() => decode('task', lost)).toThrowError(refused('task.assignment_status'));
    expect(() => decode('channel', { sid: 'WC1' })).toThrowError(refused('channel.task_channel_sid'));
  });

  it('leave out what the payload leaves out', () => {
    const record = decode('task', { sid: 'WT1', assignment_status: 'pending' });
    expect(JSON.parse(JSON.stringify(record))).toEqual({ sid: 'WT1', attributes: {}, status: 'pending' });
  });
});

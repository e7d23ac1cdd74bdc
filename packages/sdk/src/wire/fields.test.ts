import { describe, expect, it } from 'vitest';
import { decodeChannel, decodeTask, decodeWorker } from './decode.ts';
import { list, maybeDate, maybeFlag, maybeJson, maybeNumber, oneOf, optionalText, source, text } from './fields.ts';
import { nextPageParameters } from './paths.ts';

const from = (fields: Record<string, unknown>) => source(fields, 'thing');
const refused = (message: string) =>
  expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) });

describe('field readers', () => {
  it('tell absent, none and wrong apart', () => {
    expect(optionalText(from({}), 'a')).toBeUndefined();
    expect(optionalText(from({ a: null }), 'a')).toBeNull();
    expect(optionalText(from({ b: 'x' }), 'a', 'b')).toBe('x');
    expect(() => text(from({ a: '' }), 'a')).toThrowError(refused('thing.a is not a text'));
    expect(() => oneOf(from({ a: 'z' }), 'a', ['x', 'y'])).toThrowError(refused('thing.a is not one of x, y'));
    expect(() => source(null, 'thing')).toThrowError(refused('thing is not a JSON object'));
    expect(() => source([], 'thing')).toThrowError(refused('thing is not a JSON object'));
    expect(() => list({}, 'things')).toThrowError(refused('things is not a list'));
  });

  it('read what the service spells in several ways', () => {
    expect(maybeNumber(from({ a: '7' }), 'a')).toBe(7);
    expect(maybeNumber(from({ a: null }), 'a')).toBeUndefined();
    expect(() => maybeNumber(from({ a: 'seven' }), 'a')).toThrowError(refused('a number'));
    expect([1, 0, true, false].map((a) => maybeFlag(from({ a }), 'a'))).toEqual([true, false, true, false]);
    expect(() => maybeFlag(from({ a: 'yes' }), 'a')).toThrowError(refused('a boolean'));
    expect(maybeDate(from({ a: 1_700_000_000 }), 'a')?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(maybeDate(from({ a: 1_700_000_000_000 }), 'a', 1)?.toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(maybeDate(from({ a: '2023-11-14T22:13:20Z' }), 'a')?.getTime()).toBe(1_700_000_000_000);
    expect(() => maybeDate(from({ a: 'soon' }), 'a')).toThrowError(refused('a date'));
    expect(maybeJson(from({ a: '{"x":[1]}' }), 'a')).toEqual({ x: [1] });
    expect(() => maybeJson(from({ a: '{' }), 'a')).toThrowError(refused('JSON text'));
    expect(() => maybeJson(from({ a: '[]' }), 'a')).toThrowError(refused('a JSON object'));
  });
});

describe('record decoders', () => {
  it('say which field of what is missing', () => {
    expect(() => decodeWorker({ sid: 'WK1' })).toThrowError(refused('worker.friendly_name'));
    expect(() => decodeTask({ sid: 'WT1', assignment_status: 'lost' })).toThrowError(refused('task.assignment_status'));
    expect(() => decodeChannel({ sid: 'WC1' })).toThrowError(refused('worker channel.task_channel_sid'));
  });

  it('leave out what the payload leaves out', () => {
    const record = decodeTask({ sid: 'WT1', assignment_status: 'pending' });
    expect(JSON.parse(JSON.stringify(record))).toEqual({ sid: 'WT1', attributes: {}, status: 'pending' });
  });
});

describe('nextPageParameters', () => {
  it('decodes the query of a page URL', () => {
    const url =
      'https://taskrouter.twilio.com/v1/Workspaces/WS1/Activities?PageSize=2&Page=1&PageToken=DNWA%201+x&Empty';
    expect(nextPageParameters(url)).toEqual({ PageSize: '2', Page: '1', PageToken: 'DNWA 1 x', Empty: '' });
    expect(nextPageParameters('https://a/b')).toEqual({});
  });
});

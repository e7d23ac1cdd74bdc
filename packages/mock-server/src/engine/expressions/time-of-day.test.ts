import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TIME_OF_DAY } from './time-of-day.ts';

const valuesAt = (now: number) => Object.fromEntries([...TIME_OF_DAY].map(([name, read]) => [name, read(now)]));

describe('time of day', () => {
  it.each([
    ['1970-01-01T00:00:00.000Z', { currentTime: 0, currentHour: '00', currentMin: '00', dayOfWeek: 'Thu' }],
    ['2026-11-21T08:05:59.999Z', { currentTime: 805, currentHour: '08', currentMin: '05', dayOfWeek: 'Sat' }],
    ['2026-11-22T23:59:00.000Z', { currentTime: 2359, currentHour: '23', currentMin: '59', dayOfWeek: 'Sun' }],
    ['2024-02-29T12:00:00.000Z', { currentTime: 1200, currentHour: '12', currentMin: '00', dayOfWeek: 'Thu' }],
  ])('at %s', (instant, values) => {
    expect(valuesAt(Date.parse(instant))).toEqual(values);
  });

  it('agrees with the UTC calendar', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const hour = date.getUTCHours();
        const minute = date.getUTCMinutes();
        expect(valuesAt(date.getTime())).toEqual({
          currentTime: hour * 100 + minute,
          currentHour: String(hour).padStart(2, '0'),
          currentMin: String(minute).padStart(2, '0'),
          dayOfWeek: date.toUTCString().slice(0, 3),
        });
      }),
    );
  });
});

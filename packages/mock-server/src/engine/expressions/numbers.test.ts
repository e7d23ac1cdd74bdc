import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, numericText } from './numbers.ts';

describe('numericText', () => {
  it.each([
    ['6', 6],
    ['08', 8],
    ['-1', -1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['5.10', 5.1],
  ])('%j is %d', (text, value) => {
    expect(numericText(text)).toBe(value);
  });

  it.each(['', ' ', '-', '.', '5.', '+5', '1e5', '0x10', 'Infinity', 'NaN', ' 5', '5 ', '1.2.3', '--1', '٣'])(
    '%j is no number',
    (text) => {
      expect(numericText(text)).toBeNaN();
    },
  );
});

describe('decimalText', () => {
  it.each([
    [1e21, `1${'0'.repeat(21)}`],
    [-1.5e22, `-15${'0'.repeat(21)}`],
    [1e-7, '0.0000001'],
    [-1.25e-7, '-0.000000125'],
    [123, '123'],
  ])('writes %d without exponent', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it('is read back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(numericText(decimalText(value))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

import { isDigit } from './characters.ts';

const DOT = 46;
const MINUS = 45;

/** The number a text stands for in the language's own notation (`-5`, `08`, `.5`); NaN for any other text. */
export function numericText(text: string): number {
  let offset = text.charCodeAt(0) === MINUS ? 1 : 0;
  const whole = skipDigits(text, offset);
  const hasWhole = whole > offset;
  offset = whole;
  if (text.charCodeAt(offset) === DOT) {
    const fraction = skipDigits(text, offset + 1);
    if (fraction === offset + 1) {
      return Number.NaN;
    }
    return fraction === text.length ? Number(text) : Number.NaN;
  }
  return hasWhole && offset === text.length ? Number(text) : Number.NaN;
}

function skipDigits(text: string, from: number): number {
  let offset = from;
  while (isDigit(text.charCodeAt(offset))) {
    offset++;
  }
  return offset;
}

/** A finite number without exponent, so that it reads back as the same number. */
export function decimalText(value: number): string {
  const text = String(value);
  const split = text.indexOf('e');
  if (split < 0) {
    return text;
  }
  const sign = value < 0 ? '-' : '';
  const [whole = '', fraction = ''] = text.slice(sign.length, split).split('.');
  const exponent = Number(text.slice(split + 1));
  return exponent < 0
    ? `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`
    : `${sign}${whole}${fraction.padEnd(exponent, '0')}`;
}

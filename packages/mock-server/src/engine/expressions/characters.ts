const UNDERSCORE = 95;
const DOLLAR = 36;
const NO_BREAK_SPACE = 160;
const LETTER = /^\p{L}$/u;
const LETTER_OR_MARK = /^[\p{L}\p{M}\p{Nd}]$/u;

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === NO_BREAK_SPACE;
}

export function startsName(code: number): boolean {
  return isAsciiLetter(code) || code === UNDERSCORE || code === DOLLAR || (code > 127 && isLetter(code, LETTER));
}

export function continuesName(code: number): boolean {
  return startsName(code) || isDigit(code) || (code > 127 && isLetter(code, LETTER_OR_MARK));
}

function isAsciiLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

function isLetter(code: number, pattern: RegExp): boolean {
  return pattern.test(String.fromCharCode(code));
}

import { decodeSegment } from '@taskbay/protocol';
import type { Refusal } from './refusal.ts';
import { refuse } from './refusal.ts';

/**
 * Refuses a token whose header or claims give one name two values: readers differ in which of them counts (RFC 7519
 * section 4 permits refusing). Expects a token whose JSON was parsed already.
 */
export function checkNames(token: string): Refusal | undefined {
  const [header = '', payload = ''] = token.split('.');
  const repeated = repeatedName(decodeSegment(header) ?? '') ?? repeatedName(decodeSegment(payload) ?? '');
  if (repeated === undefined) return undefined;
  return refuse('repeated_name', `the token names "${repeated}" twice in one object: write every name once`);
}

/** The first name that occurs twice in one object of a valid JSON text: names are the strings that a colon follows. */
function repeatedName(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '{') open.push(new Set());
    else if (character === '}') open.pop();
    else if (character === '"') {
      const end = endOfString(json, index);
      if (isFollowedByColon(json, end)) {
        const name = nameOf(json.slice(index, end + 1));
        const names = open.at(-1);
        if (names?.has(name)) return name;
        names?.add(name);
      }
      index = end;
    }
  }
  return undefined;
}

/** Index of the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

function isFollowedByColon(json: string, end: number): boolean {
  let index = end + 1;
  while (json[index] === ' ' || json[index] === '\n' || json[index] === '\r' || json[index] === '\t') index += 1;
  return json[index] === ':';
}

function nameOf(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

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

/** Names are the strings that a colon follows; everything else but braces is skipped. */
const NAMES_AND_BRACES = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}]/g;

/** The first name that occurs twice in one object of a valid JSON text. */
function repeatedName(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [text, content, colon] of json.matchAll(NAMES_AND_BRACES)) {
    if (text === '{') open.push(new Set());
    else if (text === '}') open.pop();
    else if (content !== undefined && colon !== undefined) {
      const name = content.includes('\\') ? String(JSON.parse(`"${content}"`)) : content;
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
  }
  return undefined;
}

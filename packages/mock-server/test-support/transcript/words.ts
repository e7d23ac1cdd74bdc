import type { Json, JsonObject } from '@taskbay/protocol';

/** One line of a transcript: its first word, the plain words after it, and its `key=value` pairs. */
export interface Words {
  readonly verb: string;
  readonly plain: readonly string[];
  readonly pairs: ReadonlyMap<string, string>;
}

/** Splits at blanks outside quotes and brackets; double quotes around a word or a value are dropped. */
export function parseWords(line: string): Words {
  const words = split(line);
  const plain: string[] = [];
  const pairs = new Map<string, string>();
  for (const word of words.slice(1)) {
    const pair = /^([\w.]+)=(.*)$/s.exec(word);
    if (pair === null) plain.push(unquoted(word));
    else pairs.set(pair[1] ?? '', unquoted(pair[2] ?? ''));
  }
  return { verb: words[0] ?? '', plain, pairs };
}

/** Numbers, booleans, null and JSON lists as such, everything else as text. */
export function parseValue(text: string): Json {
  if (/^(-?\d+(\.\d+)?|true|false|null|\[.*\]|\{.*\})$/s.test(text)) return JSON.parse(text) as Json;
  return text;
}

/** The pairs that are not among `settings`, as an attributes document; undefined when there are none. */
export function attributesIn(words: Words, settings: readonly string[]): JsonObject | undefined {
  const entries = [...words.pairs].filter(([key]) => !settings.includes(key));
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([key, value]) => [key, parseValue(value)]));
}

function split(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  let depth = 0;
  for (const character of line.trim()) {
    if (character === '"' && depth === 0) quoted = !quoted;
    if (!quoted && '[{'.includes(character)) depth += 1;
    if (!quoted && ']}'.includes(character)) depth -= 1;
    if (character !== ' ' || quoted || depth > 0) word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words;
}

function unquoted(text: string): string {
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

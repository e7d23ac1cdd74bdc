const WIDTH = 116;

/** JSON as documents show it: fields share lines as far as they fit, nested things stand on lines of their own. */
export function filled(value: unknown, indent = ''): string {
  const flat = inline(value);
  if (indent.length + flat.length <= WIDTH || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  const list = Array.isArray(value);
  const parts = list
    ? value.map((item) => filled(item, inner))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${filled(item, inner)}`);
  const lines: string[] = [];
  let line = '';
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part},` : part;
    const fits = line !== '' && !line.includes('\n') && !text.includes('\n');
    if (fits && inner.length + line.length + 1 + text.length <= WIDTH) {
      line = `${line} ${text}`;
      continue;
    }
    if (line !== '') lines.push(inner + line);
    line = text;
  }
  lines.push(inner + line);
  const [open, close] = list ? '[]' : '{}';
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
    .join(', ')}}`;
}

/** Drawn SIDs become short readable ones in order of appearance, tokens lose their text. */
export function readable(text: string): string {
  const seen = new Map<string, string>();
  return text
    .replaceAll(/\b(WR|WT|WC|TT|WA)([0-9a-f]{32})\b/g, (sid, prefix: string) => {
      // Those of the world were chosen to be readable.
      if (sid.startsWith(`${prefix}0000`)) return sid;
      const number = [...seen.keys()].filter((key) => key.startsWith(prefix)).length + 1;
      const alias = seen.get(sid) ?? prefix + `a${number.toString(16)}`.padStart(32, '0');
      seen.set(sid, alias);
      return alias;
    })
    .replaceAll(/"token": "[^"]*"/g, '"token": "…"');
}

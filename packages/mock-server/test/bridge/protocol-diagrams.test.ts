import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DIAGRAMS } from './support/diagrams.ts';

const page = new URL('../../../../docs/PROTOCOL.md', import.meta.url);

/** A drawing stands in the document under its name: `<!-- diagram: name -->`, then the fenced block. */
const block = (name: string) => new RegExp(`(<!-- diagram: ${name} -->\n\`\`\`mermaid\n)([\\s\\S]*?)(\n\`\`\`)`);

describe('the diagrams of docs/PROTOCOL.md', () => {
  it.each(Object.entries(DIAGRAMS))('%s is what happens', async (name, draw) => {
    const drawn = await draw();
    if (process.env.TASKBAY_WRITE === '1') {
      const written = readFileSync(page, 'utf8').replace(block(name), (_, head, _old, tail) => head + drawn + tail);
      writeFileSync(page, written);
    }
    expect(block(name).exec(readFileSync(page, 'utf8'))?.[2]).toBe(drawn);
  });

  it('are all drawn from an exchange', () => {
    const document = readFileSync(page, 'utf8');
    const named = [...document.matchAll(/<!-- diagram: (\S+) -->\n```mermaid/g)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(DIAGRAMS).sort());
    expect(document.match(/```mermaid/g)).toHaveLength(named.length);
  });
});

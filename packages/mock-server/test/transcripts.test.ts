import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { playTranscript } from '../test-support/transcript/run.ts';

const folder = fileURLToPath(new URL('transcripts/', import.meta.url));
const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));

/** `UPDATE_TRANSCRIPTS=1` writes what happens now; read the difference before it is committed. */
const update = process.env['UPDATE_TRANSCRIPTS'] === '1';

describe('transcripts', () => {
  it.each(names)('%s', (name) => {
    const written = readFileSync(folder + name, 'utf8');
    const played = playTranscript(written);
    if (update) writeFileSync(folder + name, played);
    else expect(written).toBe(played);
  });
});

import { readFileSync } from 'node:fs';
import { CLOSE, FRAME_EVENT_TYPES, HEARTBEAT_INTERVAL_MS, parseFrame } from '@taskbay/protocol';
import { beforeAll, describe, expect, it } from 'vitest';
import { MAX_PAGE_SIZE } from '../../src/edges/bridge/command-v2.ts';
import { MAX_ENVELOPE_BYTES } from '../../src/edges/bridge/envelope.ts';
import { FAREWELL_MS, MAX_BUFFERED_BYTES } from '../../src/edges/bridge/session.ts';
import { MAX_ATTRIBUTES } from '../../src/edges/operations/params.ts';
import { aliased, protocolExamples } from './support/examples.ts';

const document = readFileSync(new URL('../../../../docs/PROTOCOL.md', import.meta.url), 'utf8');
const blocks = [...document.matchAll(/^```json ?(\S*)\n([\s\S]*?)^```$/gm)].map(
  ([, name = '', text = '']) => [name, text] as const,
);

describe('docs/PROTOCOL.md', () => {
  let written: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    written = await protocolExamples();
  });

  it('has examples, each under a name of its own', () => {
    const names = blocks.map(([name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(blocks)('shows %s as the bridge writes it', (name, text) => {
    const example: unknown = JSON.parse(text);
    expect(Object.keys(written)).toContain(name);
    const real = aliased(written[name]) as object;
    // The document leaves the addresses out of this one and says so.
    if (name === 'v1-read-reply') expect(real).toMatchObject(aliased(example) as object);
    else expect(aliased(example)).toEqual(real);
  });

  it.each(blocks.filter(([, text]) => text.includes('"event_type"') && !text.includes('"method"')))(
    'shows %s as something clients read as a frame or a reply',
    (_, text) => {
      const frame = parseFrame(text);
      expect(frame.kind).toBe('event');
      const known: readonly string[] = [...FRAME_EVENT_TYPES, 'init', 'tokenExpired', 'ready'];
      expect(known).toContain(frame.kind === 'event' ? frame.type : '');
    },
  );

  it('names every carried event and every close code', () => {
    const spelled = (type: string): boolean => {
      const [subject, ...rest] = type.split('.');
      return (
        document.includes(type) || (document.includes(`\`${subject}.`) && document.includes(`\`.${rest.join('.')}\``))
      );
    };
    const unnamed = FRAME_EVENT_TYPES.filter((type) => !type.startsWith('task.transfer-') && !spelled(type));
    expect(unnamed).toEqual([]);
    for (const { code, reason } of Object.values(CLOSE))
      expect(document).toMatch(new RegExp(`\\| ${code} \\|.*${reason}`));
  });

  it.each([
    ['blank frame from the server', `every ${HEARTBEAT_INTERVAL_MS / 1_000} s`],
    ['largest envelope', `${MAX_ENVELOPE_BYTES.toLocaleString('en-US')} bytes`],
    ['unread bytes that a socket may have waiting', `${MAX_BUFFERED_BYTES / 1_048_576} MiB`],
    ['attributes of a worker or a task, as JSON text', `${MAX_ATTRIBUTES.toLocaleString('en-US')} characters`],
    ['elements of a page', `v2 ${MAX_PAGE_SIZE.toLocaleString('en-US')} unless asked for fewer`],
  ])('says what the bridge does: %s', (what, value) => {
    const row = document.split('\n').find((line) => line.startsWith(`| ${what} |`));
    expect(row).toContain(value);
  });

  it('says how long a slow reader has', () => {
    expect(document).toContain(`It has ${FAREWELL_MS / 1_000} s of wall time to read`);
  });
});

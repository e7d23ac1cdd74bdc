import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * What a server owes to clients of this wire (docs/PROTOCOL.md, "Duties of a server"), and the tests that hold ours to
 * it: file beside this one and title.
 */
const RULES: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  'Answer first, then push': [
    ['answer-then-push', 'holds the frames of a command until shortly after its response'],
    ['answer-then-push', 'has no overtaking in a thousand acceptances'],
  ],
  'Push per worker in the order in which things happened': [
    ['answer-then-push', 'keeps what others do behind the frames that are held'],
    ['answer-then-push', 'neither reorders nor starves overlapping commands'],
  ],
  'Bind recipients when the change happens': [
    ['answer-then-push', 'sends frames only to the sessions that were open when it happened'],
    ['answer-then-push', 'lists reservations after the frames that tell of them'],
  ],
  'Send every frame to every session of the worker': [
    ['sockets', 'hear the same frames'],
    ['answer-then-push', 'holds them for every session of the worker, and on either wire'],
  ],
  'Never send a frame that makes a client throw': [
    ['server-duties', 'sends text frames with an object as payload, and every field the client needs'],
    ['server-duties', 'leaves transfers out where there are none, and sends attributes and addons as JSON text'],
    ['sockets', 'makes a v2 client connect again rather than send what its handler would throw on'],
    ['frames', 'carries no other type of event, and never a null payload'],
  ],
  'Send init once per socket, first': [['server-duties', 'sends init first and once']],
  'Bump the worker’s version where clients do': [
    ['server-duties', 'bumps the version of the worker with an offer, with capacity and with availability'],
  ],
  'Keep the socket alive with blank text frames': [
    ['sockets', 'sends a blank frame every 15 s of host time on a %s clock'],
  ],
  'Return every live reservation with the first page': [['server-duties', 'lists a thousand reservations in one page']],
  'Ignore parameters nobody knows': [['server-duties', 'ignores parameters it does not know']],
};

describe('the duties of a server', () => {
  const document = readFileSync(`${here}../../../../docs/PROTOCOL.md`, 'utf8');
  const texts = new Map(
    readdirSync(here)
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => [name.replace('.test.ts', ''), readFileSync(here + name, 'utf8')]),
  );

  it.each(Object.entries(RULES))('%s', (rule, tests) => {
    expect(document).toContain(`| ${rule} |`);
    expect(tests.filter(([file, title]) => !texts.get(file)?.includes(`'${title}'`))).toEqual([]);
  });

  it('are all in the table', () => {
    const [, section = ''] = document.split('\n## Duties of a server\n');
    const listed = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].map(
      ([, rule]) => rule,
    );
    expect(listed.filter((rule) => rule !== 'duty' && !/^-+$/.test(rule ?? ''))).toEqual(Object.keys(RULES));
  });
});

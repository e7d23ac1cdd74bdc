import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connected, EXP, facade, OFFER, outcome } from '../../test-support/facade-under-test.ts';
import { capabilityToken, WS } from '../../test-support/tokens.ts';
import { EVENTS, FILES, METHODS, NAMES, type Row } from '../../test-support/worker-js-table.ts';
import type { FetchedList } from './lists.ts';
import type { Reservation } from './reservation.ts';

const ROOT = new URL('../../../../', import.meta.url);
const PAGE = new URL('docs/fidelity/worker-js.md', ROOT);

/** Methods as `name()`, also inherited ones, and what has a `fetch` of its own as `name`. */
function surfaceOf(one: object): string[] {
  const found = new Set<string>();
  for (let level = one; level !== Object.prototype; level = Object.getPrototypeOf(level) as object) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name === 'constructor' || INNER.includes(name)) continue;
      if (typeof value === 'function') found.add(`${name}()`);
      else if (typeof (value as { fetch?: unknown } | null)?.fetch === 'function' && !RELATED.test(name))
        found.add(name);
    }
  }
  return [...found].sort();
}

/** Not for pages: how objects reach the server. */
const INNER = ['bridge'];
/** What a resource names by SID is a row of its own, whatever its name. */
const RELATED = /^(workspace|workflow|queue|worker|task|\w+Activity)$/;

type Rows = Readonly<Record<string, Readonly<Record<string, Row>>>>;
const rows = (tables: Rows) =>
  Object.entries(tables).flatMap(([of, members]) => Object.entries(members).map(([name, row]) => ({ of, name, row })));

function document(): string {
  const table = (head: string, tables: Rows) => [
    '',
    `| of | ${head} | since | test |`,
    '|---|---|---|---|',
    ...rows(tables).map(
      ({ of, name, row }) =>
        `| ${of} | \`${name}\` | ${row.since} | ${FILES[row.test]}: ${row.title.replace('%s', '…')} |`,
    ),
  ];
  return [
    '# Worker.js, method by method',
    '',
    'What pages written for the vendor’s Worker.js, versions 1.0 to 1.24, call, hear and read, and the test that exercises it',
    'through `@taskbay/sdk/v1`. `since` is the version that had it first, 1.21 where only that is known to have it. Written by',
    '`packages/sdk/src/v1/worker-js.test.ts` from `packages/sdk/test-support/worker-js-table.ts` (`TASKBAY_WRITE=1` writes it',
    'anew); a method or an event without a row fails the tests.',
    ...table('method, list or figures', METHODS),
    ...table('event', EVENTS),
    ...table('names', NAMES),
    '',
  ].join('\n');
}

describe('the table of Worker.js', () => {
  it('has a row for every method, list and figure of the drop-in, and no other', async () => {
    const { worker, told } = await connected((prepared) => {
      prepared.reservations = [OFFER];
    });
    const { TaskRouter } = facade();
    const workspace = new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false);
    const queue = new TaskRouter.TaskQueue(capabilityToken(EXP, { channel: 'WQ1', taskqueue_sid: 'WQ1' }), false);
    for (const client of [workspace, queue]) client.on('error', () => undefined);
    const { result } = await outcome<FetchedList>((done) => worker.activities.fetch(done));
    const reservation = told['reservation.created'] as unknown as Reservation;
    const objects = { Worker: worker, Workspace: workspace, TaskQueue: queue, Reservation: reservation };
    const surface = { ...objects, Task: reservation.task, 'Every list': { ...result, next: Object, previous: Object } };
    const listed = (members: object) => Object.keys(members).sort();
    expect(Object.fromEntries(Object.entries(METHODS).map(([of, members]) => [of, listed(members)]))).toEqual(
      Object.fromEntries(Object.entries(surface).map(([of, one]) => [of, surfaceOf(one)])),
    );
  });

  it('names tests that are there', () => {
    const texts = new Map(Object.values(FILES).map((file) => [file, readFileSync(new URL(file, ROOT), 'utf8')]));
    const named = [METHODS, EVENTS, NAMES].flatMap((tables) => rows(tables));
    expect(named.filter(({ row }) => !texts.get(FILES[row.test])?.includes(row.title))).toEqual([]);
  });

  it('is what docs/fidelity/worker-js.md shows', () => {
    if (process.env.TASKBAY_WRITE === '1') writeFileSync(PAGE, document());
    expect(readFileSync(PAGE, 'utf8')).toBe(document());
  });
});

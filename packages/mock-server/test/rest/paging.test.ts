import { beforeEach, describe, expect, it } from 'vitest';
import { column, createRestServer, metaOf, ORIGIN, plantWorkspace, type RestServer, sidOf } from './rest-server.ts';

let server: RestServer;
let at: string;
beforeEach(async () => {
  server = createRestServer();
  ({ at } = await plantWorkspace(server));
  for (let number = 1; number <= 5; number += 1) {
    await server.post(`${at}/Tasks`, { Attributes: JSON.stringify({ number }), Priority: number % 2 });
  }
});

async function numbersOf(url: string): Promise<number[]> {
  const texts = column(await server.get(url), 'tasks', 'attributes') as string[];
  return texts.map((text) => (JSON.parse(text) as { number: number }).number);
}

/** Every page from a URL on, by following next_page_url. */
async function walk(start: string): Promise<number[][]> {
  const pages: number[][] = [];
  for (let url: string | null = start; url !== null; url = metaOf(await server.get(url)).next_page_url) {
    pages.push(await numbersOf(url));
  }
  return pages;
}

const taskAt = async (index: number) => String(column(await server.get(`${at}/Tasks`), 'tasks', 'sid')[index]);

describe('the pages of a list', () => {
  it('say where they are', async () => {
    const first = metaOf(await server.get(`${at}/Tasks?PageSize=2`));
    const url = `${ORIGIN}/v1${at}/Tasks?PageSize=2&Page=`;
    expect(first).toEqual({
      key: 'tasks',
      page: 0,
      page_size: 2,
      first_page_url: `${url}0`,
      previous_page_url: null,
      next_page_url: `${url}1&PageToken=PA${await taskAt(1)}`,
      url: `${url}0`,
    });
    expect(metaOf(await server.get(first.next_page_url ?? ''))).toEqual({
      key: 'tasks',
      page: 1,
      page_size: 2,
      first_page_url: `${url}0`,
      previous_page_url: `${url}0&PageToken=PB${await taskAt(2)}`,
      next_page_url: `${url}2&PageToken=PA${await taskAt(3)}`,
      url: first.next_page_url,
    });
  });

  it('follow one another forwards and back', async () => {
    expect(await walk(`${at}/Tasks?PageSize=2`)).toEqual([[1, 2], [3, 4], [5]]);
    const second = metaOf(await server.get(`${at}/Tasks?PageSize=2`)).next_page_url ?? '';
    const third = metaOf(await server.get(second)).next_page_url ?? '';
    const back = metaOf(await server.get(third)).previous_page_url ?? '';
    expect(await numbersOf(back)).toEqual([3, 4]);
    const start = metaOf(await server.get(back)).previous_page_url ?? '';
    expect(await numbersOf(start)).toEqual([1, 2]);
    expect(metaOf(await server.get(start))).toMatchObject({ page: 0, previous_page_url: null });
  });

  it('follow one another from the newest on, too', async () => {
    const query = 'Ordering=DateCreated:desc&PageSize=2';
    for (const filter of ['', '&AssignmentStatus=pending&AssignmentStatus=reserved&AssignmentStatus=pending']) {
      expect(await walk(`${at}/Tasks?${query}${filter}`)).toEqual([[5, 4], [3, 2], [1]]);
      const second = metaOf(await server.get(`${at}/Tasks?${query}${filter}`)).next_page_url ?? '';
      const third = metaOf(await server.get(second)).next_page_url ?? '';
      const back = metaOf(await server.get(third)).previous_page_url ?? '';
      expect([await numbersOf(back), metaOf(await server.get(back)).next_page_url]).toEqual([
        [3, 2],
        expect.stringContaining('PageToken=PA'),
      ]);
      const start = metaOf(await server.get(back)).previous_page_url ?? '';
      expect(await numbersOf(start)).toEqual([5, 4]);
    }
  });

  it('keep filters, repeated names and order', async () => {
    const query = 'AssignmentStatus=pending&AssignmentStatus=reserved&Ordering=Priority%3Adesc&Unknown=1&PageSize=2';
    const meta = metaOf(await server.get(`${at}/Tasks?${query}`));
    expect(meta.first_page_url).toBe(
      `${ORIGIN}/v1${at}/Tasks?AssignmentStatus=pending&AssignmentStatus=reserved&Ordering=Priority%3Adesc&PageSize=2&Page=0`,
    );
    expect(metaOf(await server.get(`${at}/Tasks?AssignmentStatus=pending,reserved`)).url).toContain(
      'pending%2Creserved',
    );
    expect(await walk(`${at}/Tasks?${query}`)).toEqual([[5, 3], [1, 4], [2]]);
  });

  it('are cut at 1,000', async () => {
    expect(metaOf(await server.get(`${at}/Tasks?PageSize=5000`)).page_size).toBe(1000);
  });

  it.each([
    ['the last item of the page before is deleted', 1, [3, 4]],
    ['an item of the page before is deleted', 0, [3, 4]],
    ['the first item of the page is deleted', 2, [4, 5]],
  ])('go on when %s', async (_, index, numbers) => {
    const next = metaOf(await server.get(`${at}/Tasks?PageSize=2`)).next_page_url ?? '';
    await server.remove(`${at}/Tasks/${await taskAt(index)}`);
    expect(await numbersOf(next)).toEqual(numbers);
  });

  it('go on when the item no longer fits the filter, or moved in the order', async () => {
    const pending = metaOf(await server.get(`${at}/Tasks?AssignmentStatus=pending&PageSize=2`)).next_page_url ?? '';
    const sorted = metaOf(await server.get(`${at}/Tasks?Ordering=Priority:asc&PageSize=2`)).next_page_url ?? '';
    expect(await numbersOf(sorted)).toEqual([1, 3]);
    await server.post(`${at}/Tasks/${await taskAt(3)}`, { Priority: 9 });
    expect(await numbersOf(sorted)).toEqual([1, 3]);
    expect(await numbersOf(pending)).toEqual([4, 5]);
    await server.post(`${at}/Tasks/${await taskAt(2)}`, { AssignmentStatus: 'canceled' });
    expect(await numbersOf(pending)).toEqual([4, 5]);
  });

  it('see what was added at the end meanwhile', async () => {
    const next = metaOf(await server.get(`${at}/Tasks?PageSize=4`)).next_page_url ?? '';
    await server.post(`${at}/Tasks`, { Attributes: '{"number":6}' });
    expect(await numbersOf(next)).toEqual([5, 6]);
  });
});

it.each(['Workspaces', 'Activities', 'TaskChannels', 'TaskQueues', 'Workflows', 'Workers'])(
  'pages through %s one by one',
  async (collection) => {
    await server.post('/Workspaces', { FriendlyName: 'second' });
    await server.post('/Workspaces', { FriendlyName: 'third' });
    await server.post(`${at}/Workers`, { FriendlyName: 'Bea' });
    const path = collection === 'Workspaces' ? '/Workspaces' : `${at}/${collection}`;
    const all = await server.get(path);
    const { key } = metaOf(all);
    const sids: unknown[] = [];
    for (let url: string | null = `${path}?PageSize=1`; url !== null; ) {
      const page = await server.get(url);
      sids.push(...column(page, key, 'sid'));
      url = metaOf(page).next_page_url;
    }
    expect(sids).toEqual(column(all, key, 'sid'));
    expect(sids.length).toBeGreaterThan(0);
  },
);

it('finds the next page of workspaces after its token was deleted', async () => {
  for (const FriendlyName of ['second', 'third']) {
    await server.advance(1);
    await server.post('/Workspaces', { FriendlyName });
  }
  const first = await server.get('/Workspaces?PageSize=2');
  const [, second] = column(first, 'workspaces', 'sid');
  await server.remove(`/Workspaces/${second}`);
  const next = await server.get(metaOf(first).next_page_url ?? '');
  expect(column(next, 'workspaces', 'friendly_name')).toEqual(['third']);
});

it('builds URLs from the address a request came to', async () => {
  const reply = await server.get(`https://mock.example:8443/v1${at}/Workers?PageSize=1`);
  expect(metaOf(reply).url).toMatch(/^https:\/\/mock\.example:8443\/v1\/Workspaces\//);
  expect(column(reply, 'workers', 'url')).toEqual([expect.stringMatching(/^https:\/\/mock\.example:8443\//)]);
  expect(sidOf(await server.get(`https://mock.example:8443/v1${at}`))).toMatch(/^WS/);
});

import { startMockServer } from '@taskbay/mock-server';
import { type Callback, type FetchedList, TaskRouter } from '@taskbay/sdk/v1';
import { describe, expect, it } from 'vitest';
import { PHONE_SEED } from '../packages/mock-server/test-support/phone-seed.ts';
import { capabilityToken } from './support/tokens.ts';

/** The page that a call hands out. */
function page(read: (done: Callback<FetchedList>) => void): Promise<FetchedList> {
  return new Promise((resolve, reject) => {
    read((error, list) => (list === null ? reject(new Error(error?.message)) : resolve(list)));
  });
}

describe('lists of @taskbay/sdk/v1 against the server', () => {
  it('have pages that are turned forth and back by the URLs of the server', async () => {
    await using server = await startMockServer({ seed: PHONE_SEED, clock: 'manual' });
    const none = undefined;
    const token = await capabilityToken(server, 'alice');
    const worker = new TaskRouter.Worker(token, false, none, none, none, none, none, `${server.url}/v1`, server.url);
    const names = ({ data }: FetchedList) => data.map(({ friendlyName }) => friendlyName);
    const first = await page((done) => worker.activities.fetch({ PageSize: 1 }, done));
    const second = await page(first.next);
    const again = await page(second.previous);
    worker.disconnect();
    expect([...names(first), ...names(second)].sort()).toEqual(['Available', 'Offline']);
    expect([first.hasPrevious, second.hasNext]).toEqual([false, false]);
    expect(names(again)).toEqual(names(first));
  });
});

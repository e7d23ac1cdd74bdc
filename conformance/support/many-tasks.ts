import type { MockServer } from '@taskbay/mock-server';
import { fetchOf, workspaceOf } from './workspace.ts';

const AT_ONCE = 16;

/** Many equal tasks over plain REST, quicker than through the vendor's client. */
export async function createManyTasks(server: MockServer, count: number): Promise<void> {
  const { accountSid, authToken } = server.ready;
  const fetch = fetchOf(server);
  const authorization = `Basic ${btoa(`${accountSid}:${authToken}`)}`;
  let left = count;
  const create = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const url = `${server.url}/v1/Workspaces/${workspaceOf(server).sid}/Tasks`;
      const response = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams() });
      if (response.status !== 201) throw new Error(`POST Tasks answered ${response.status} ${await response.text()}`);
      await response.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, create));
}

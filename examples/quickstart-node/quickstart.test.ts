import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startMockServer } from '@taskbay/mock-server';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.mjs', import.meta.url));

it('takes an offer', async () => {
  await using server = await startMockServer();
  const agent = spawn(process.execPath, [MAIN, 'alice'], {
    env: { ...process.env, TASKBAY_URL: server.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const said: string[] = [];
    for await (const line of createInterface({ input: agent.stdout })) {
      said.push(line);
      if (line === 'alice is Available') await createCall(server);
      if (line.startsWith('accepted')) break;
    }
    expect(said).toEqual([
      'alice is ready',
      'alice is Available',
      expect.stringMatching(/^offered WT[0-9a-f]{32} \{ channel: 'voice', language: 'es' \}$/),
      expect.stringMatching(/^accepted WT[0-9a-f]{32}$/),
    ]);
  } finally {
    agent.kill('SIGKILL');
  }
});

async function createCall(server: Awaited<ReturnType<typeof startMockServer>>): Promise<void> {
  const { accountSid, authToken, workspaces } = server.ready;
  const answer = await fetch(`${server.url}/v1/Workspaces/${workspaces[0]?.sid}/Tasks`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
    body: new URLSearchParams({ TaskChannel: 'voice', Attributes: '{"channel":"voice","language":"es"}' }),
  });
  expect(answer.status).toBe(201);
}

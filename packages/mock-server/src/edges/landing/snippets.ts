import type { ReadyFacts } from '../../ready.ts';

/** How one kind of client is pointed at this server. */
export interface Snippet {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly code: string;
}

/** One for each client that the server serves, with this server's addresses filled in. */
export function snippets(facts: ReadyFacts): readonly Snippet[] {
  const { url } = facts;
  const worker = facts.workspaces.flatMap(({ workers }) => Object.keys(workers))[0] ?? 'NAME';
  return [
    {
      id: 'token',
      title: 'A token',
      note: 'Development only: the page or script that signs in asks the server itself. Workers go by name or SID.',
      code: `curl ${url}/control/tokens -d '${JSON.stringify({ worker })}'`,
    },
    {
      id: 'sdk',
      title: '@taskbay/sdk',
      note: 'Browsers and Node. Takes access tokens and capability tokens.',
      code: `import { Worker } from '@taskbay/sdk';

const worker = new Worker(token, { serverUrl: '${url}' });
worker.on('reservation.created', (reservation) => reservation.accept());`,
    },
    {
      id: 'script-tag',
      title: 'Script tag',
      note: 'The same SDK as a global, without a build step.',
      code: `<script src="${url}/sdk/taskbay.min.js"></script>
<script>
  const worker = new taskbay.Worker(token, { serverUrl: '${url}' });
</script>`,
    },
    ...vendorSnippets(facts),
  ];
}

function vendorSnippets({ url, wsUrl, accountSid, authToken, workspaces }: ReadyFacts): readonly Snippet[] {
  const workspaceSid = workspaces[0]?.sid ?? 'WS…';
  return [
    {
      id: 'twilio-taskrouter',
      title: 'twilio-taskrouter 2.1.1',
      note: 'The vendor’s package as it is, with an access token.',
      code: `import { Worker } from 'twilio-taskrouter';

const worker = new Worker(token, {
  ebServer: '${url}/v1/wschannels',
  wsServer: '${wsUrl}/v1/wschannels',
});`,
    },
    {
      id: 'worker-js',
      title: 'Worker.js v1',
      note: 'Arguments 8 and 9 name the server. The token is a capability token: add "kind":"capability" to the request above.',
      code: `const worker = new Twilio.TaskRouter.Worker(
  token, true, undefined, undefined, true, undefined, undefined,
  '${url}/v1', '${url}',
);`,
    },
    {
      id: 'twilio',
      title: 'twilio (npm)',
      note: 'The vendor’s REST client, sent here by its httpClient option.',
      code: `import twilio from 'twilio';
import { httpClient } from '@taskbay/mock-server/twilio';

const client = twilio('${accountSid}', ${authToken === null ? 'authToken' : `'${authToken}'`}, {
  httpClient: httpClient('${url}'),
});
await client.taskrouter.v1.workspaces('${workspaceSid}').tasks.create({
  attributes: JSON.stringify({ channel: 'voice', language: 'en' }),
  taskChannel: 'voice',
});`,
    },
    {
      id: 'clock',
      title: 'Time',
      note: 'On a manual clock (taskbay start --clock manual) time moves only when told.',
      code: `curl ${url}/control/time
curl ${url}/control/time/advance -d '{"seconds":30}'`,
    },
  ];
}

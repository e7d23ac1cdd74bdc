import type { ReadyFacts, WorkspaceFacts } from '../ready.ts';

const WITHHELD = '(from outside, not shown)';

/** What a person reads after the start. */
export function summary(facts: ReadyFacts): string {
  const { url, wsUrl, consoleUrl, accountSid, authToken, apiKeySid, apiKeySecret, workspaces } = facts;
  const lines = [
    `taskbay is ready at ${consoleUrl}`,
    '',
    ...table([
      ['REST', `${url}/v1/Workspaces`],
      ['Event bridge', `${wsUrl}/v1/wschannels`],
      ['Control API', `${url}/control/time`],
      ['Account SID', accountSid],
      ['Auth token', authToken ?? WITHHELD],
      ['API key', apiKeySid],
      ['API secret', apiKeySecret ?? WITHHELD],
    ]),
    '',
    'Connect',
    ...table([
      ['@taskbay/sdk', `new Worker(token, { serverUrl: '${url}' })`],
      [
        'twilio-taskrouter',
        `new Worker(token, { ebServer: '${url}/v1/wschannels', wsServer: '${wsUrl}/v1/wschannels' })`,
      ],
      ['Worker.js v1', `arguments 8 and 9: '${url}/v1', '${url}'`],
      ['twilio (npm)', `twilio(accountSid, authToken, { httpClient: httpClient('${url}') })`],
      ['A token', `curl -d '{"worker":"${firstWorker(workspaces)}"}' ${url}/control/tokens`],
    ]),
    ...workspaces.flatMap(workspaceLines),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function workspaceLines(workspace: WorkspaceFacts): string[] {
  const { friendlyName, sid, workers, taskQueues, workflows, activities, taskChannels } = workspace;
  return [
    '',
    `Workspace ${friendlyName} (${sid})`,
    ...table([
      ['Workers', names(workers)],
      ['Task queues', names(taskQueues)],
      ['Workflows', names(workflows)],
      ['Activities', names(activities)],
      ['Task channels', names(taskChannels)],
    ]),
  ];
}

const SHOWN = 12;

function names(sids: Readonly<Record<string, string>>): string {
  const all = Object.keys(sids);
  const more = all.length > SHOWN ? ` and ${all.length - SHOWN} more` : '';
  return all.length === 0 ? '(none)' : all.slice(0, SHOWN).join(', ') + more;
}

function firstWorker(workspaces: readonly WorkspaceFacts[]): string {
  return workspaces.flatMap(({ workers }) => Object.keys(workers))[0] ?? 'NAME';
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
}

import { parseJson } from '@taskbay/protocol';
import type { Payload } from './convert.ts';
import type { ModernWorker } from './worker-client.ts';

/** A name of REST, of which the modern SDK leaves out what goes without saying. */
function restName(name: string): string {
  return name
    .replace(/^queue/, 'taskQueue')
    .replace(/(Queue|flow)Name/, '$1FriendlyName')
    .replace(/^capacity/, 'configuredCapacity')
    .replace(/^status/, 'assignmentStatus');
}

/** A worker, task, channel or reservation of the modern SDK as the fields of REST that it was read from. */
export function restFields({ accountSid, workspaceSid }: ModernWorker, one: object): Payload {
  const fields = parseJson(JSON.stringify(one)) as object;
  const named = Object.entries(fields).map(([name, value]) => [restName(name), value]);
  return { accountSid, workspaceSid, ...Object.fromEntries(named) };
}

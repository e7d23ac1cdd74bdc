import { parseJson } from '@taskbay/protocol';
import type { Payload } from './convert.ts';
import type { ModernWorker } from './worker-client.ts';

/**
 * A worker, task, channel or reservation of the modern SDK as the fields of REST that it was read from: in its names the
 * modern SDK leaves out what goes without saying.
 */
export function restFields({ accountSid, workspaceSid }: ModernWorker, one: object): Payload {
  const fields: Record<string, unknown> = { accountSid, workspaceSid };
  for (const [name, value] of Object.entries(parseJson(JSON.stringify(one)) as object)) {
    const restName = name
      .replace(/^queue/, 'taskQueue')
      .replace(/(Queue|flow)Name/, '$1FriendlyName')
      .replace(/^capacity/, 'configuredCapacity')
      .replace(/^status/, 'assignmentStatus');
    fields[restName] = value;
  }
  return fields;
}

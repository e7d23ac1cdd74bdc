import type { MockServer } from '@taskbay/mock-server';
import type { SocketAgent } from '../client.ts';
import { restWorkspace } from './server.ts';

/** Tasks for a worker whose SDK makes none: its pages asked their back end. */
export function backEndTask(server: MockServer, workerSid: string): SocketAgent['createTask'] {
  return async (workflowSid, taskQueueSid) => {
    const attributes = JSON.stringify({ outbound_to: '+15550101', from: '+15550100' });
    const task = { workflowSid, taskQueueSid, routingTarget: workerSid, attributes };
    return (await restWorkspace(server).tasks.create(task)).sid;
  };
}

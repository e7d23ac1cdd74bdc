import { TaskRouter } from '@taskbay/sdk/v1';
import type { SocketClientKind } from '../client.ts';
import { backEndTask } from '../support/back-end-task.ts';
import { borrowPlatform, recordFrames } from '../support/recording-socket.ts';
import { capabilityToken } from '../support/tokens.ts';
import { v1FacadeAgent } from './v1-facade-agent.ts';

/** The drop-in for the vendor's Worker.js, which takes its WebSocket and its fetch from the platform. */
function facadeClient(name: string, host?: 'in process'): SocketClientKind {
  return {
    name,
    wire: 'v1',
    ...(host === undefined ? {} : { host }),
    token: capabilityToken,
    async connect(server, workerName, { ttl, closeExisting = false } = {}) {
      const giveBack = borrowPlatform(server);
      const token = await capabilityToken(server, workerName, ttl);
      const frames = recordFrames(token);
      const none = undefined;
      const at = [`${server.url}/v1`, server.url] as const;
      const agent = await v1FacadeAgent(
        new TaskRouter.Worker(token, false, none, none, closeExisting, none, none, ...at),
      );
      return {
        ...agent,
        createTask: backEndTask(server, agent.sid),
        frames: () => frames,
        close: async () => {
          await agent.close();
          giveBack();
        },
      };
    },
  };
}

export const v1Facade = facadeClient('@taskbay/sdk/v1, capability token');
export const v1FacadeInProcess = facadeClient('@taskbay/sdk/v1, capability token, in process', 'in process');

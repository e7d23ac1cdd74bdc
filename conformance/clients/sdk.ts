import type { InProcessServer, MockServer } from '@taskbay/mock-server';
import { Worker, type WorkerOptions } from '@taskbay/sdk';
import type { SocketAgent, SocketClientKind } from '../client.ts';
import { RecordingWebSocket, recordFrames, recordingSocketOf } from '../support/recording-socket.ts';
import { accessToken, capabilityToken } from '../support/tokens.ts';
import { isInProcess } from '../support/workspace.ts';
import { sdkAgent } from './sdk-agent.ts';

type Mint = (server: MockServer, workerName: string, ttl?: number) => Promise<string>;

/** Our SDK on either wire; the token decides. In process it runs on the server's clock. */
function sdkClient(name: string, wire: 'v1' | 'v2', mint: Mint, host?: 'in process'): SocketClientKind {
  return {
    name,
    wire,
    ...(host === undefined ? {} : { host }),
    token: mint,
    async connect(server, workerName, { ttl, closeExisting = false, versionCheck = false } = {}) {
      const token = await mint(server, workerName, ttl);
      const frames = recordFrames(token);
      const worker = new Worker(token, {
        serverUrl: server.url,
        ...reach(server),
        closeExistingSessions: closeExisting,
        random: () => 0,
      });
      const made = await sdkAgent(worker, frames, versionCheck);
      return isInProcess(server) ? moving(made, server) : made;
    },
  };
}

function reach(server: MockServer): WorkerOptions {
  if (!isInProcess(server)) return { WebSocket: RecordingWebSocket };
  return { WebSocket: recordingSocketOf(server), fetch: server.fetch, clock: server.clock };
}

/** On a standing clock whatever waits for "at once", as the next attempt to connect does, needs the clock to look. */
function moving(agent: SocketAgent, server: InProcessServer): SocketAgent {
  const arrived = async <T>(coming: Promise<T>): Promise<T> => {
    let there = false;
    const noted = coming.finally(() => {
      there = true;
    });
    await server.settle();
    if (!there) await server.time.advance({ seconds: 0 });
    return noted;
  };
  return {
    ...agent,
    nextOffer: () => arrived(agent.nextOffer()),
    told: (type, sid) => arrived(agent.told(type, sid)),
  };
}

export const sdkV2 = sdkClient('@taskbay/sdk, access token (v2 wire)', 'v2', accessToken);
export const sdkV1 = sdkClient('@taskbay/sdk, capability token (v1 wire)', 'v1', capabilityToken);
export const sdkV2InProcess = sdkClient('@taskbay/sdk, access token, in process', 'v2', accessToken, 'in process');
export const sdkV1InProcess = sdkClient(
  '@taskbay/sdk, capability token, in process',
  'v1',
  capabilityToken,
  'in process',
);

import { describe, it } from 'vitest';
import type { ClientKind } from './client.ts';
import { rawV1 } from './clients/raw-v1.ts';
import { restAgent } from './clients/rest.ts';
import { sdkV1, sdkV1InProcess, sdkV2, sdkV2InProcess } from './clients/sdk.ts';
import { v1Facade, v1FacadeInProcess } from './clients/v1-facade.ts';
import { olderVendors, vendor211 } from './clients/vendor.ts';
import { checkMainJob } from './support/main-job-check.ts';

const OURS = [sdkV2, sdkV1, sdkV2InProcess, sdkV1InProcess, v1Facade, v1FacadeInProcess];
const CLIENTS: readonly ClientKind[] = [...OURS, rawV1, vendor211, ...olderVendors, restAgent];

describe.each(CLIENTS.map((client) => [client.name, client] as const))('main job through %s', (_, client) => {
  it('@smoke does the whole job, and every channel tells the same', () => checkMainJob(client));
});

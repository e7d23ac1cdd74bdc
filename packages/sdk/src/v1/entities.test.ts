import { describe, expect, it } from 'vitest';
import { connected, EXP, facade, outcome, type Read } from '../../test-support/facade-under-test.ts';
import { IDLE } from '../../test-support/payloads.ts';
import { capabilityToken, WS } from '../../test-support/tokens.ts';
import type { Callback } from './bridge.ts';

interface Resource {
  fetch(callback: Callback<Read>): void;
}

describe('what a resource names by SID', () => {
  it('is an object with the verbs, outside of loops and JSON', async () => {
    const { worker, bridge } = await connected();
    const task = { sid: 'WT9', workspace_sid: WS, workflow_sid: 'WW9', worker_sid: null };
    bridge.on(`POST Workspaces/${WS}/Tasks/WT9`, () => ({ payload: task }));
    bridge.on(`GET Workspaces/${WS}/Workflows/WW9`, () => ({ payload: { sid: 'WW9', friendly_name: 'Calls' } }));
    const { result } = await outcome<Read>((done) => worker.updateTask('WT9', {}, done as never));
    const { workflow, workspace } = result as { workflow: Resource; workspace: Resource };
    const read = await outcome<Read>((done) => workflow.fetch(done));
    expect(read.result).toMatchObject({ friendlyName: 'Calls' });
    expect(workspace).toMatchObject({ sid: WS });
    expect(result).not.toHaveProperty('worker');
    const seen = { sid: 'WT9', workspaceSid: WS, workflowSid: 'WW9', workerSid: null };
    expect(JSON.parse(JSON.stringify(result))).toEqual(seen);
  });

  it('of a workspace: the activities it sets by itself; and it has the lists of its client', async () => {
    const { TaskRouter, bridge } = facade();
    const desk = { sid: WS, default_activity_sid: IDLE, timeout_activity_sid: IDLE, timeout_activity_name: 'Idle' };
    bridge.on(`GET Workspaces/${WS}`, () => ({ payload: desk }));
    bridge.on(`GET Workspaces/${WS}/Activities/${IDLE}`, () => ({ payload: { sid: IDLE, friendly_name: 'Idle' } }));
    const client = new TaskRouter.Workspace(capabilityToken(EXP, { channel: WS, worker_sid: undefined }), false);
    const ready = await new Promise<Read>((resolve) => client.on('ready', resolve));
    const read = await outcome<Read>((done) => (ready.defaultActivity as Resource).fetch(done));
    expect(read.result).toMatchObject({ friendlyName: 'Idle' });
    expect(ready.timeoutActivity).toMatchObject({ sid: IDLE });
    for (const name of ['activities', 'workflows', 'taskqueues', 'workers', 'tasks'] as const) {
      expect(Object.keys(ready[name] as object)).toEqual(Object.keys(client[name]));
    }
  });
});

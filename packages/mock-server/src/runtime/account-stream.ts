import type { Actor } from '../engine/commands.ts';
import type { EngineEvent } from '../engine/events.ts';
import { createStream, type RandomStream } from '../engine/random.ts';
import type { Workspace } from '../engine/records.ts';
import { drawSid } from '../engine/sids.ts';
import type { AccountCommand, Batch, Journal } from './journal.ts';

export interface AccountStreamOptions {
  readonly accountSid: string;
  readonly seed: number;
  readonly journal: Journal;
  readonly now: () => number;
}

const EVENT_OF = {
  'account.create-workspace': 'taskbay.workspace.created',
  'account.delete-workspace': 'taskbay.workspace.deleted',
} as const satisfies Record<AccountCommand['type'], EngineEvent['type']>;

/**
 * The account's own stream of the journal, named by its SID: which workspaces were created and deleted. What happens
 * inside a workspace stands in the workspace's stream.
 */
export class AccountStream {
  private readonly options: AccountStreamOptions;
  private readonly workspaceSids: RandomStream;
  private readonly eventSids: RandomStream;
  private sequence = 0;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(options: AccountStreamOptions) {
    this.options = options;
    this.workspaceSids = createStream(options.seed, 'account');
    this.eventSids = createStream(options.seed, 'account events');
  }

  /** SID for a workspace that is about to be created. */
  drawWorkspaceSid(): string {
    return drawSid('WS', this.workspaceSids);
  }

  /** Notes a workspace's creation or deletion; entries are appended one after the other. */
  note(type: AccountCommand['type'], workspace: Workspace, actor: Actor): Promise<void> {
    const result = this.tail.then(() => this.append({ type, sid: workspace.sid }, workspace, actor));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async append(input: AccountCommand, workspace: Workspace, actor: Actor): Promise<void> {
    const { accountSid, journal, now } = this.options;
    const sid = drawSid('EV', this.eventSids);
    for (;;) {
      const sequence = this.sequence + 1;
      const event: EngineEvent = {
        type: EVENT_OF[input.type],
        journaled: true,
        sid,
        sequence,
        resource: 'WS',
        resourceSid: workspace.sid,
        subject: { workspace },
        details: {},
        recipients: [],
      };
      const batch: Batch<AccountCommand> = {
        workspace: accountSid,
        command: sequence,
        now: now(),
        actor,
        input,
        events: [event],
      };
      const appended = await journal.append(accountSid, this.sequence, batch);
      // Entries of other writers need no replay here: they concern other workspaces.
      this.sequence = appended.kind === 'ok' ? sequence : appended.sequence;
      if (appended.kind === 'ok') return;
    }
  }
}

import { type Fields, fieldsOf, unreadable } from './fields.ts';
import type { Identity } from './wire.ts';

/** The first frame of a v2 socket: whose session it is, and how many milliseconds its token has left. */
export function readInit(payload: unknown): { readonly identity: Identity; readonly lifetimeMs: number } {
  const { account_sid, workspace_sid, channel_id, token_lifetime }: Fields = fieldsOf(payload, 'init');
  if (!channel_id) throw unreadable('channel_id of init', payload);
  const identity = { accountSid: account_sid, workspaceSid: workspace_sid, workerSid: channel_id } as Identity;
  return { identity, lifetimeMs: Number(token_lifetime) };
}

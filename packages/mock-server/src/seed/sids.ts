import type { SidPrefix } from '@taskbay/protocol';

/** Kinds of seeded things, as they stand in the hashed text (docs/SEEDS.md). */
export const SEEDED_KINDS = {
  workspace: 'WS',
  activity: 'WA',
  'task-channel': 'TC',
  'task-queue': 'WQ',
  workflow: 'WW',
  worker: 'WK',
  task: 'WT',
} as const satisfies Record<string, SidPrefix>;

export type SeededKind = keyof typeof SEEDED_KINDS;

/**
 * The SID of a seeded thing: its prefix and the first 32 hex digits of the SHA-256 of the JSON array
 * `[account SID, workspace name, kind, name]` without blanks. A task channel's name is its unique name.
 */
export async function seededSid(
  accountSid: string,
  workspaceName: string,
  kind: SeededKind,
  name: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify([accountSid, workspaceName, kind, name]));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const hex = Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return SEEDED_KINDS[kind] + hex;
}

import type { Host } from '../runtime/host.ts';
import { type PlannedWorkspace, planSeed } from './plan.ts';
import { rehearse } from './plant.ts';
import { checkSeed } from './schema.ts';
import { SUPPORT_DESK } from './support-desk.ts';

/** The built-in seed by name, `none` for an account without a workspace, or a seed document. */
export type SeedChoice = 'support-desk' | 'none' | object;

/** Checks, plans and rehearses a seed. Throws SeedError for anything that would not go in. */
export async function loadSeed(
  choice: SeedChoice,
  on: { readonly accountSid: string; readonly host: Host; readonly now: number },
): Promise<PlannedWorkspace[]> {
  const plan = await planSeed(checkSeed(documentOf(choice)), on.accountSid);
  await rehearse(on.host, on.accountSid, on.now, plan);
  return plan;
}

function documentOf(choice: SeedChoice): unknown {
  if (choice === 'support-desk') return SUPPORT_DESK;
  return choice === 'none' ? { version: 1, workspaces: [] } : choice;
}

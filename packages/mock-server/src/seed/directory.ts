import type { SeedWorkspace } from './schema.ts';
import type { SeedProblem } from './seed-error.ts';
import { SEEDED_KINDS, type SeededKind, seededSid } from './sids.ts';

/** Name → SID of everything a workspace of the seed holds. */
export interface Directory {
  readonly workspaceSid: string;
  readonly sid: (kind: SeededKind, name: string) => string | undefined;
}

interface Named {
  readonly kind: SeededKind;
  readonly name: string;
  readonly path: string;
}

/** Draws up the directory; a name used twice for one kind is a problem. */
export async function createDirectory(
  accountSid: string,
  workspace: SeedWorkspace,
  named: readonly Named[],
  problems: SeedProblem[],
): Promise<Directory> {
  const sids = new Map<string, string>();
  const known = new Set<string>();
  const found = await Promise.all(
    named.map(async (item) => ({ ...item, sid: await seededSid(accountSid, workspace.name, item.kind, item.name) })),
  );
  for (const { kind, name, path, sid } of found) {
    const key = keyOf(kind, name);
    if (sids.has(key)) problems.push({ path, problem: `repeats the name ${JSON.stringify(name)}` });
    sids.set(key, sid);
    known.add(sid);
  }
  return {
    workspaceSid: await seededSid(accountSid, workspace.name, 'workspace', workspace.name),
    // A SID of the same seed may stand where a name may.
    sid: (kind, name) => sids.get(keyOf(kind, name)) ?? (isOfKind(kind, name) && known.has(name) ? name : undefined),
  };
}

/** Worker names differ by more than their case, as in the service. */
function keyOf(kind: SeededKind, name: string): string {
  return `${kind} ${kind === 'worker' ? name.toLowerCase() : name}`;
}

function isOfKind(kind: SeededKind, sid: string): boolean {
  return sid.startsWith(SEEDED_KINDS[kind]);
}

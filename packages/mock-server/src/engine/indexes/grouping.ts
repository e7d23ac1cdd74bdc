/** Which members belong to which owner. The sets have no order that anything may depend on. */
export class Grouping {
  private readonly groups = new Map<string, Set<string>>();

  members(owner: string): ReadonlySet<string> {
    return this.groups.get(owner) ?? NONE;
  }

  add(owner: string, member: string): void {
    const group = this.groups.get(owner);
    if (group === undefined) this.groups.set(owner, new Set([member]));
    else group.add(member);
  }

  delete(owner: string, member: string): void {
    const group = this.groups.get(owner);
    if (group === undefined) return;
    group.delete(member);
    if (group.size === 0) this.groups.delete(owner);
  }
}

const NONE: ReadonlySet<string> = new Set();

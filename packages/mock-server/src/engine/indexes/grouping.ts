/**
 * Which members belong to which owner, in no order that anything may depend on. Most owners have one member, which is
 * kept without a set of its own.
 */
export class Grouping {
  private readonly groups = new Map<string, string | Set<string>>();

  members(owner: string): Iterable<string> {
    if (this.groups.size === 0) return NONE;
    const group = this.groups.get(owner);
    if (group === undefined) return NONE;
    return typeof group === 'string' ? [group] : group;
  }

  has(owner: string): boolean {
    return this.groups.has(owner);
  }

  add(owner: string, member: string): void {
    const group = this.groups.get(owner);
    if (group === undefined) this.groups.set(owner, member);
    else if (typeof group === 'string') this.groups.set(owner, new Set([group, member]));
    else group.add(member);
  }

  delete(owner: string, member: string): void {
    const group = this.groups.get(owner);
    if (typeof group === 'object') {
      group.delete(member);
      if (group.size > 1) return;
      const [last] = group;
      if (last !== undefined) this.groups.set(owner, last);
    } else if (group === member) {
      this.groups.delete(owner);
    }
  }
}

const NONE: readonly string[] = [];

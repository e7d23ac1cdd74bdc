import type { NamedResource } from '../rejections.ts';

/** Name → SID per kind of resource. Worker names are compared case-insensitively (REST: Worker property text). */
export class NameIndex {
  private readonly kinds = new Map<NamedResource, Map<string, string>>();

  find(resource: NamedResource, name: string): string | undefined {
    return this.kinds.get(resource)?.get(key(resource, name));
  }

  replace(resource: NamedResource, sid: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    let sids = this.kinds.get(resource);
    if (sids === undefined) {
      sids = new Map();
      this.kinds.set(resource, sids);
    }
    if (before !== undefined) sids.delete(key(resource, before));
    if (after !== undefined) sids.set(key(resource, after), sid);
    if (sids.size === 0) this.kinds.delete(resource);
  }
}

function key(resource: NamedResource, name: string): string {
  return resource === 'Worker' ? name.toLowerCase() : name;
}

import type { NamedResource } from '../rejections.ts';

/** Name → SID per kind of resource. Worker names are compared case-insensitively (REST: Worker property text). */
export class NameIndex {
  private readonly sids = new Map<string, string>();

  find(resource: NamedResource, name: string): string | undefined {
    return this.sids.get(key(resource, name));
  }

  replace(resource: NamedResource, sid: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    if (before !== undefined) this.sids.delete(key(resource, before));
    if (after !== undefined) this.sids.set(key(resource, after), sid);
  }
}

function key(resource: NamedResource, name: string): string {
  return `${resource} ${resource === 'Worker' ? name.toLowerCase() : name}`;
}

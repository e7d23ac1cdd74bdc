import type { NamedResource } from '../rejections.ts';

/** Name → SID per kind of resource. Worker names are compared case-insensitively (REST: Worker property text). */
export class NameIndex {
  private readonly sids: { readonly [R in NamedResource]: Map<string, string> } = {
    Activity: new Map(),
    TaskChannel: new Map(),
    TaskQueue: new Map(),
    Workflow: new Map(),
    Worker: new Map(),
    Workspace: new Map(),
  };

  find(resource: NamedResource, name: string): string | undefined {
    return this.sids[resource].get(key(resource, name));
  }

  replace(resource: NamedResource, sid: string, before: string | undefined, after: string | undefined): void {
    if (before === after) return;
    const sids = this.sids[resource];
    if (before !== undefined) sids.delete(key(resource, before));
    if (after !== undefined) sids.set(key(resource, after), sid);
  }
}

function key(resource: NamedResource, name: string): string {
  return resource === 'Worker' ? name.toLowerCase() : name;
}

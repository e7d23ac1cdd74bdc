import type { Policy } from '@taskbay/protocol';
import type { WorkspaceScope } from '../scope.ts';
import { channelUrl } from '../urls.ts';
import { allow } from './rule.ts';

/** GET opens the socket of a channel, POST sends requests through it; a client needs both. */
export function eventBridgeRules(scope: WorkspaceScope, channelSid: string): Policy[] {
  const url = channelUrl(scope, channelSid);
  return [allow(url, 'GET'), allow(url, 'POST')];
}

/** The capabilities that workers, workspaces and task queues share, over the URL that each list starts from. */
export function resourcePolicies<Scope extends WorkspaceScope>(resourceUrl: (scope: Scope) => string) {
  return {
    /** Read everything below the resource: statistics, channels, lists. */
    fetchSubresources: (scope) => [allow(`${resourceUrl(scope)}/**`, 'GET')],
    /** Change any field of the resource. */
    updates: (scope) => [allow(resourceUrl(scope), 'POST')],
    /** Change or create everything below the resource, the resource itself included. */
    updatesSubresources: (scope) => [allow(`${resourceUrl(scope)}/**`, 'POST')],
    /** Delete the resource. */
    delete: (scope) => [allow(resourceUrl(scope), 'DELETE')],
    /** Delete everything below the resource, the resource itself included. */
    deleteSubresources: (scope) => [allow(`${resourceUrl(scope)}/**`, 'DELETE')],
  } satisfies Record<string, (scope: Scope) => Policy[]>;
}

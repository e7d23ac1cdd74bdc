import type { Client as Requests } from '../commands/client.ts';
import type { Bridge } from './bridge.ts';
import { hide } from './convert.ts';
import { createEmitter, type Emitter } from './emitter.ts';
import type { Entity } from './entity.ts';
import { equip } from './resources.ts';

/** What a modern client offers the old ones. */
export interface ModernClient {
  readonly client: Requests;
  readonly accountSid: string | undefined;
  readonly workspaceSid: string | undefined;
  /** Not of a workspace. */
  readonly sid?: string | undefined;
  updateToken(token: string): void;
}

/** A client for one resource: its verbs act on that resource, and it has the emitter of the old SDK. */
export interface Client<Events> extends Entity, Emitter<Events> {
  token: string;
  readonly debug: boolean;
  /** What is read before `ready`. Not met in loops, as the next. */
  readonly readyUrl: string;
  /** Where the socket is, without its token. */
  readonly channelUrl: string;
  /** Uses this token from now on. */
  updateToken(token: string): void;
}

/**
 * Makes an object, which has its token, the client for the resource at a path. `heard` is called with the name of each
 * event that the page listens to, `renewed` when there is another token.
 */
export function equipClient(
  client: Client<object>,
  modern: ModernClient,
  bridge: Bridge,
  path: string,
  heard: (name: string) => void,
  renewed: () => void,
): void {
  equip(client, bridge, path);
  hide(client, {
    readyUrl: client.resourceUrl,
    ...createEmitter(client, heard),
    updateToken(token: string) {
      modern.updateToken(token);
      client.token = token;
      renewed();
    },
  });
}

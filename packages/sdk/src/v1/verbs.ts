import { CHANGE, readArguments } from './arguments.ts';
import type { Bridge, Method } from './bridge.ts';
import type { Entity } from './entity.ts';
import type { List } from './lists.ts';
import type { Statistics } from './statistics.ts';

/** One verb: what it sends, and the types of its arguments. */
function verb(bridge: Bridge, method: Method, path: string, wanted: string, target?: Entity) {
  return (...given: unknown[]): void => {
    const { below, params, callback } = readArguments(given, wanted);
    bridge.send(method, path + below, params, callback, target);
  };
}

/** Every request takes the token of its client. */
const updateToken = (): void => undefined;

/** The verbs of one resource. */
export function resourceVerbs(bridge: Bridge, path: string, target: Entity) {
  return {
    fetch: verb(bridge, 'GET', path, '(function)?'),
    update: verb(bridge, 'POST', path, CHANGE, target),
    delete: verb(bridge, 'DELETE', path, '(function)?'),
    updateToken,
  };
}

/** A collection, with figures where it has some. */
export function listOf(bridge: Bridge, path: string): List {
  return {
    fetch: verb(bridge, 'GET', path, '((string|object),)?function'),
    create: verb(bridge, 'POST', path, 'object(,function)?'),
    update: verb(bridge, 'POST', path, `string,${CHANGE}`),
    delete: verb(bridge, 'DELETE', path, 'string(,function)?'),
    updateToken,
    ...figuresOf(bridge, path),
  };
}

/** What a workspace has lists of. */
export function listsOf(bridge: Bridge): object {
  const folders = ['Activities', 'Workflows', 'Tasks', 'TaskQueues', 'Workers'];
  return Object.fromEntries(folders.map((folder) => [folder.toLowerCase(), listOf(bridge, `/${folder}`)]));
}

/** The workspace, all workers or one, all task queues or one, one workflow. */
const MEASURED = /^(\/(Workers|TaskQueues|Workflows(?=\/))(\/\w+)?)?$/;

/** The figures of what is at a path, of one kind for one worker; nothing where there are none. */
export function figuresOf(bridge: Bridge, path: string): object {
  const figures = (kind: string): Statistics => ({
    fetch: verb(bridge, 'GET', `${path}/${kind}Statistics`, '(object,)?function'),
    updateToken,
  });
  return {
    ...(MEASURED.test(path) && { statistics: figures('') }),
    ...(MEASURED.test(path) &&
      !path.startsWith('/Workers/') && { realtimeStats: figures('RealTime'), cumulativeStats: figures('Cumulative') }),
  };
}

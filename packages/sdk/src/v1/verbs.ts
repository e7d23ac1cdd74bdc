import { isObject } from '@taskbay/protocol';
import { callbackOf, refusal } from './arguments.ts';
import type { Bridge, Method } from './bridge.ts';
import type { Entity } from './entity.ts';
import type { List } from './lists.ts';
import type { Statistics } from './statistics.ts';

/** `(name, value, callback?)` or `(params, callback?)`. */
const CHANGE = '(string,string|object)(,function.*)?';

/**
 * One verb, whose arguments say what they are by their types; null is left out. `wanted`: these types as a pattern, which a
 * call has to fit. An odd one among the texts is the SID of a member of a list. What is answered is written onto `target`.
 */
function verb(bridge: Bridge, method: Method, path: string, wanted: string, target?: Entity) {
  return (...given: unknown[]): void => {
    const there = given.filter((value) => (value ?? undefined) !== undefined);
    const types = there.map((value) => typeof value);
    if (!new RegExp(`^${wanted}$`).test(types.join())) throw new Error(refusal(types, wanted));
    const texts = there.filter((value) => typeof value === 'string');
    const below = texts.length % 2 ? `/${texts.shift()}` : '';
    const [name, value] = texts;
    const params = there.find(isObject) ?? (name && { [name]: value });
    bridge.send(
      method,
      path + below,
      wanted.endsWith(CHANGE) ? listsAsText(params) : params,
      callbackOf(given),
      target,
    );
  };
}

/** Lists in a change travel as JSON text, as objects do on this wire anyway. */
function listsAsText(params: unknown): object {
  const written = Object.entries(params as object).map(([name, value]) => [
    name,
    Array.isArray(value) ? JSON.stringify(value) : value,
  ]);
  return Object.fromEntries(written);
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
export function figuresOf(bridge: Bridge, path: string): object | false {
  const figures = (kind: string): Statistics => ({
    fetch: verb(bridge, 'GET', `${path}/${kind}Statistics`, '(object,)?function'),
    updateToken,
  });
  return (
    MEASURED.test(path) && {
      statistics: figures(''),
      ...(!path.startsWith('/Workers/') && {
        realtimeStats: figures('RealTime'),
        cumulativeStats: figures('Cumulative'),
      }),
    }
  );
}

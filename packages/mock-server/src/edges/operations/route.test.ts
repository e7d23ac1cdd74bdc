import { describe, expect, it } from 'vitest';
import { OPERATIONS, routeOperation } from './route.ts';

describe('the operations', () => {
  it('have one id and one place each', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    expect(new Set(OPERATIONS.map(({ method, path }) => `${method} ${path}`)).size).toBe(OPERATIONS.length);
  });

  it.each(OPERATIONS.map((operation) => [operation.id, operation] as const))(
    '%s is found by its path',
    (_, operation) => {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, 'of-$1');
      const routed = routeOperation(operation.method, path);
      const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, `of-${name}`]);
      expect(routed).toEqual({ kind: 'found', operation, path: Object.fromEntries(names) });
    },
  );
});

describe('a path', () => {
  it.each([
    ['GET', '/Workspaces/', 'ListWorkspace'],
    ['GET', '/Workspaces/WS1/Tasks/', 'ListTask'],
    ['GET', '/Workspaces/WS1/TaskChannels/a%2Fb', 'FetchTaskChannel'],
  ])('%s %s is %s', (method, path, id) => {
    expect(routeOperation(method, path)).toMatchObject({ kind: 'found', operation: { id } });
  });

  it.each([
    '',
    '/',
    '//',
    '/Workspaces//Tasks',
    '/workspaces',
    '/Workspaces/WS1/Tasks/WT1/x',
    '/Workspaces/WS1/Tasks//',
  ])('%j is unknown', (path) => {
    expect(routeOperation('GET', path)).toEqual({ kind: 'unknown' });
  });

  it('has its segments decoded', () => {
    expect(routeOperation('GET', '/Workspaces/WS1/TaskChannels/caf%C3%A9')).toMatchObject({ path: { Sid: 'café' } });
    expect(routeOperation('GET', '/Workspaces/WS1/TaskChannels/%E0%A4%A')).toMatchObject({ path: { Sid: '%E0%A4%A' } });
  });

  it('answers to its own methods only', () => {
    expect(routeOperation('PUT', '/Workspaces')).toEqual({ kind: 'method_not_allowed' });
    expect(routeOperation('DELETE', '/Workspaces/WS1/Events/EV1')).toEqual({ kind: 'method_not_allowed' });
  });
});

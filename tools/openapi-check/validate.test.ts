import { describe, expect, it } from 'vitest';
import { describedOperations } from './document.mjs';
import { problemsOf } from './validate.mjs';

const document = {
  components: {
    schemas: {
      status: { type: 'string', enum: ['pending', 'done'] },
      thing: {
        type: 'object',
        properties: {
          sid: { type: 'string', pattern: '^WT[0-9a-f]{2}$', minLength: 4, maxLength: 4 },
          status: { $ref: '#/components/schemas/status' },
          count: { type: 'integer' },
          made: { type: 'string', format: 'date-time', nullable: true },
          url: { type: 'string', format: 'uri' },
          links: { type: 'object', format: 'uri-map' },
          tags: { type: 'array', items: { type: 'boolean' } },
        },
      },
      form: { type: 'object', properties: { Name: { type: 'string' } }, required: ['Name'] },
    },
  },
  paths: {
    '/v1/Things': {
      get: {
        operationId: 'ListThing',
        parameters: [
          { name: 'Status', in: 'query' },
          { name: 'PageSize', in: 'query' },
          { name: 'If-Match', in: 'header' },
        ],
        responses: { '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/thing' } } } } },
      },
      post: {
        operationId: 'CreateThing',
        requestBody: {
          content: { 'application/x-www-form-urlencoded': { schema: { $ref: '#/components/schemas/form' } } },
        },
        responses: { '201': {} },
      },
    },
  },
};

const good = {
  sid: 'WT0f',
  status: 'done',
  count: 3,
  made: null,
  url: '',
  links: { self: 'http://127.0.0.1/' },
  tags: [true, false],
};

const check = (change: object) => problemsOf(document, { $ref: '#/components/schemas/thing' }, { ...good, ...change });

describe('a value', () => {
  it('fits its schema', () => {
    expect(check({})).toEqual([]);
    expect(check({ made: '2026-01-05T09:00:00Z' })).toEqual([]);
  });

  it.each([
    [{ sid: 'WK0f' }, ['$.sid: WK0f is not ^WT[0-9a-f]{2}$']],
    [{ sid: 'WT' }, ['$.sid: WT is not ^WT[0-9a-f]{2}$', '$.sid: is shorter than 4']],
    [{ sid: 7 }, ['$.sid: is no string']],
    [{ status: 'gone' }, ['$.status: gone is not in the enum']],
    [{ count: '3' }, ['$.count: is no integer']],
    [{ count: null }, ['$.count: is null']],
    [{ made: '2026-01-05T09:00:00.123Z' }, ['$.made: 2026-01-05T09:00:00.123Z is no ISO 8601 date']],
    [{ url: 'nowhere' }, ['$.url: nowhere is no URL']],
    [{ links: { self: null } }, ['$.links.self: null is no URL']],
    [{ links: [] }, ['$.links: is no object']],
    [{ tags: [true, 1] }, ['$.tags[1]: is no boolean']],
    [{ tags: {} }, ['$.tags: is no array']],
    [{ more: 1 }, ['$.more: is not described']],
  ])('that is %j is told', (change, problems) => {
    expect(check(change)).toEqual(problems);
  });

  it('lacks a member', () => {
    const { count, ...rest } = good;
    expect(count).toBe(3);
    expect(problemsOf(document, { $ref: '#/components/schemas/thing' }, rest)).toEqual(['$.count: is missing']);
  });
});

it('reads operations with their own parameters', () => {
  expect(describedOperations(document)).toEqual([
    {
      id: 'ListThing',
      method: 'GET',
      path: '/Things',
      status: 200,
      response: { $ref: '#/components/schemas/thing' },
      parameters: ['Status'],
      required: [],
    },
    {
      id: 'CreateThing',
      method: 'POST',
      path: '/Things',
      status: 201,
      response: undefined,
      parameters: ['Name'],
      required: ['Name'],
    },
  ]);
});

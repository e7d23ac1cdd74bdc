import { beforeAll, describe, expect, it } from 'vitest';
import { describedOperations, openApiDocument, WHY_SKIPPED } from '../../../../tools/openapi-check/document.mjs';
import { problemsOf } from '../../../../tools/openapi-check/validate.mjs';
import { OPERATIONS, routeOperation } from '../../src/edges/operations/route.ts';
import { column, createRestServer, plantWorkspace, type RestReply, sidOf } from './rest-server.ts';

const document = openApiDocument();

/** Names that differ on purpose: the workspace is `WorkspaceSid` on every path here. */
const normal = (path: string) => path.replace(/^\/Workspaces\/\{Sid\}$/, '/Workspaces/{WorkspaceSid}');
/** The document leaves out what this JSON body holds; the vendor's page of task queue statistics has it. */
const BULK = 'CreateTaskQueueBulkRealTimeStatistics';

const seen = new Map<string, RestReply>();
beforeAll(async () => {
  for (const [request, reply] of await conversation()) {
    const [method = '', path = ''] = request.split(' ');
    const routed = routeOperation(method, path.split('?')[0] ?? '');
    if (routed.kind === 'found') seen.set(routed.operation.id, reply);
  }
});

it.each(OPERATIONS.map(({ id, method }) => [id, method] as const))('%s is used and answers', (id, method) => {
  const status = method === 'DELETE' ? 204 : id.startsWith('Create') && id !== BULK ? 201 : 200;
  expect(seen.get(id)?.status).toBe(status);
});

if (document === undefined) {
  console.log(`Answers are not compared with the OpenAPI document: ${WHY_SKIPPED}`);
} else {
  const described = describedOperations(document);

  describe('the OpenAPI document', () => {
    it('has every operation of the table and no other', () => {
      const shape = ({ id, method, path }: { readonly id: string; readonly method: string; readonly path: string }) =>
        `${id} ${method} ${normal(path)}`;
      expect(OPERATIONS.map(shape).sort()).toEqual(described.map(shape).sort());
    });

    it.each(described.map((operation) => [operation.id, operation] as const))(
      'describes the parameters of %s',
      (id, expected) => {
        const operation = OPERATIONS.find((candidate) => candidate.id === id);
        if (id === BULK) {
          expect([expected.parameters, operation?.parameters]).toEqual([[], ['QueueSids']]);
          return;
        }
        expect(operation?.parameters.toSorted()).toEqual(expected.parameters.toSorted());
        expect(operation?.required.toSorted()).toEqual(expected.required.toSorted());
      },
    );

    it.each(described.map((operation) => [operation.id, operation] as const))(
      'describes the answer of %s',
      (id, expected) => {
        const reply = seen.get(id);
        expect(reply?.status).toBe(expected.status);
        if (expected.response === undefined) expect(reply?.body).toEqual({});
        else expect(problemsOf(document, expected.response, reply?.body)).toEqual([]);
      },
    );
  });
}

/** Uses every operation once; the last answer of each is the one that is checked. */
async function conversation(): Promise<[string, RestReply][]> {
  const server = createRestServer();
  const { at, activity, spanish, everyone, workflow, ana } = await plantWorkspace(server);
  const log: [string, RestReply][] = [];
  const keep = async (request: string, form: Readonly<Record<string, string>> = {}): Promise<RestReply> => {
    const [method, path = ''] = request.split(' ');
    const reply =
      method === 'GET'
        ? await server.get(path)
        : method === 'POST'
          ? await server.post(path, form)
          : await server.remove(path);
    log.push([request, reply]);
    return reply;
  };
  const task = sidOf(await keep(`POST ${at}/Tasks`, { Attributes: '{"lang":"es"}' }));
  const [reservation] = column(await keep(`GET ${at}/Tasks/${task}/Reservations`), 'reservations', 'sid');
  const [event] = column(await keep(`GET ${at}/Events`), 'events', 'sid');
  const both = { ReservationActivitySid: activity('Offline'), AssignmentActivitySid: activity('Offline') };
  const another = sidOf(await keep(`POST ${at}/TaskQueues`, { FriendlyName: 'Other', ...both }));
  const configuration = `{"task_routing":{"default_filter":{"queue":"${everyone}"}}}`;
  const other = sidOf(await keep(`POST ${at}/Workflows`, { FriendlyName: 'Other', Configuration: configuration }));
  const lunch = sidOf(await keep(`POST ${at}/Activities`, { FriendlyName: 'Lunch' }));
  const bea = sidOf(await keep(`POST ${at}/Workers`, { FriendlyName: 'Bea' }));
  await keep(`POST ${at}/TaskChannels`, { FriendlyName: 'E-mail', UniqueName: 'email' });
  const bulk = `${at}/TaskQueues/RealTimeStatistics`;
  log.push([`POST ${bulk}`, await server.postJson(bulk, { QueueSids: [spanish] })]);
  const second = sidOf(await keep('POST /Workspaces', { FriendlyName: 'second' }));
  for (const request of [
    `POST ${at}/Tasks/${task}/Reservations/${reservation}`,
    `GET ${at}/Tasks/${task}/Reservations/${reservation}`,
    `GET ${at}/Workers/${ana}/Reservations`,
    `GET ${at}/Workers/${ana}/Reservations/${reservation}`,
    `POST ${at}/Workers/${ana}/Reservations/${reservation}`,
    `GET ${at}/Workers/${ana}/Channels`,
    `GET ${at}/Workers/${ana}/Channels/voice`,
    `POST ${at}/Workers/${ana}/Channels/voice`,
    `GET ${at}/Events/${event}`,
    ...[`Tasks`, `Workers`, `Workflows`, `TaskQueues`, `TaskChannels`, `Activities`].map((list) => `GET ${at}/${list}`),
    ...['GET', 'POST'].flatMap((method) =>
      [
        `Tasks/${task}`,
        `Workers/${bea}`,
        `Workflows/${workflow}`,
        `TaskQueues/${spanish}`,
        'TaskChannels/email',
        `Activities/${lunch}`,
      ].map((resource) => `${method} ${at}/${resource}`),
    ),
    ...['', `/TaskQueues/${spanish}`, `/Workflows/${workflow}`].flatMap((subject) => [
      `GET ${at}${subject}/Statistics?SplitByWaitTime=5`,
      `GET ${at}${subject}/CumulativeStatistics?SplitByWaitTime=5`,
      `GET ${at}${subject}/RealTimeStatistics`,
    ]),
    `GET ${at}/Workers/Statistics`,
    `GET ${at}/Workers/CumulativeStatistics`,
    `GET ${at}/Workers/RealTimeStatistics`,
    `GET ${at}/Workers/${ana}/Statistics`,
    `GET ${at}/TaskQueues/Statistics`,
    'GET /Workspaces?PageSize=1',
    `GET ${at}`,
    `POST ${at}`,
    ...[
      `Tasks/${task}`,
      `Workers/${bea}`,
      `Workflows/${other}`,
      `TaskQueues/${another}`,
      'TaskChannels/email',
      `Activities/${lunch}`,
    ].map((resource) => `DELETE ${at}/${resource}`),
    `DELETE /Workspaces/${second}`,
  ]) {
    await keep(request);
  }
  return log;
}

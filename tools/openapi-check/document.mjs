import { readFileSync } from 'node:fs';

/**
 * @typedef {{ $ref?: string, type?: string, format?: string, nullable?: boolean, enum?: unknown[], pattern?: string,
 *   minLength?: number, maxLength?: number, items?: Schema, properties?: Record<string, Schema>, required?: string[] }} Schema
 * @typedef {{ name: string, in: string }} Parameter
 * @typedef {{ operationId: string, parameters?: Parameter[],
 *   requestBody?: { content: Record<string, { schema: Schema }> },
 *   responses: Record<string, { content?: Record<string, { schema: Schema }> }> }} Described
 * @typedef {{ paths: Record<string, Record<string, Described> & { parameters?: Parameter[] }>,
 *   components: { schemas: Record<string, Schema> } }} OpenApi
 * @typedef {{ id: string, method: string, path: string, status: number, response: Schema | undefined,
 *   parameters: string[], required: string[] }} DescribedOperation
 */

/** Names the file with the service's OpenAPI document, which is not part of this repository. */
export const DOCUMENT_VARIABLE = 'TASKBAY_OPENAPI';

/** What to print when the document is not there. */
export const WHY_SKIPPED = `set ${DOCUMENT_VARIABLE} to the path of the service's OpenAPI document (twilio_taskrouter_v1.json)`;

/** @returns {OpenApi | undefined} */
export function openApiDocument() {
  const path = process.env[DOCUMENT_VARIABLE];
  return path === undefined || path === '' ? undefined : JSON.parse(readFileSync(path, 'utf8'));
}

const PAGE_PARAMETERS = new Set(['PageSize', 'Page', 'PageToken']);

/**
 * The operations of the document, with their query or form parameters but those of paging.
 * @param {OpenApi} document
 * @returns {DescribedOperation[]}
 */
export function describedOperations(document) {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    ['get', 'post', 'delete'].flatMap((method) => {
      const described = methods[method];
      if (described === undefined) return [];
      const [[status, answer] = ['', {}]] = Object.entries(described.responses);
      const body = resolve(document, described.requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {});
      const query = (described.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const names = [...query.map(({ name }) => name), ...Object.keys(body.properties ?? {})];
      return [
        {
          id: described.operationId,
          method: method.toUpperCase(),
          path: path.replace(/^\/v1/, ''),
          status: Number(status),
          response: answer?.content?.['application/json']?.schema,
          parameters: names.filter((name) => !PAGE_PARAMETERS.has(name)),
          required: body.required ?? [],
        },
      ];
    }),
  );
}

/**
 * @param {OpenApi} document
 * @param {Schema} schema
 * @returns {Schema}
 */
export function resolve(document, schema) {
  if (schema.$ref === undefined) return schema;
  const name = schema.$ref.split('/').at(-1) ?? '';
  const target = document.components.schemas[name];
  if (target === undefined) throw new Error(`The document has no schema ${name}`);
  return resolve(document, target);
}

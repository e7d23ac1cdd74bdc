import { resolve } from './document.mjs';

/** @typedef {import('./document.mjs').Schema} Schema */
/** @typedef {import('./document.mjs').OpenApi} OpenApi */

const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * What a value has that its schema has not, and the other way round, as `path: problem`. Every described member must
 * be there and no other: clients read members by name.
 * @param {OpenApi} document
 * @param {Schema} given
 * @param {unknown} value
 * @param {string} [path]
 * @returns {string[]}
 */
export function problemsOf(document, given, value, path = '$') {
  const schema = resolve(document, given);
  if (value === null) return schema.nullable === true ? [] : [`${path}: is null`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${path}: ${value} is not in the enum`];
  switch (schema.type) {
    case 'object':
      return objectProblems(document, schema, value, path);
    case 'array':
      if (!Array.isArray(value)) return [`${path}: is no array`];
      return value.flatMap((item, index) => problemsOf(document, schema.items ?? {}, item, `${path}[${index}]`));
    case 'string':
      return typeof value === 'string' ? textProblems(schema, value, path) : [`${path}: is no string`];
    case 'integer':
      return Number.isInteger(value) ? [] : [`${path}: is no integer`];
    case 'number':
    case 'boolean':
      return typeof value === schema.type ? [] : [`${path}: is no ${schema.type}`];
    default:
      return [];
  }
}

/**
 * @param {OpenApi} document
 * @param {Schema} schema
 * @param {unknown} value
 * @param {string} path
 * @returns {string[]}
 */
function objectProblems(document, schema, value, path) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: is no object`];
  const members = Object.entries(value);
  if (schema.format === 'uri-map') {
    return members.flatMap(([name, member]) => textProblems({ format: 'uri' }, String(member), `${path}.${name}`));
  }
  const described = Object.entries(schema.properties ?? {});
  const unknown = members.filter(([name]) => !described.some(([known]) => known === name));
  return [
    ...unknown.map(([name]) => `${path}.${name}: is not described`),
    ...described.flatMap(([name, member]) => {
      const found = members.find(([known]) => known === name);
      return found === undefined
        ? [`${path}.${name}: is missing`]
        : problemsOf(document, member, found[1], `${path}.${name}`);
    }),
  ];
}

/**
 * @param {Schema} schema
 * @param {string} value
 * @param {string} path
 * @returns {string[]}
 */
function textProblems({ format, pattern, minLength, maxLength }, value, path) {
  const problems = [];
  if (pattern !== undefined && !new RegExp(pattern).test(value)) problems.push(`${path}: ${value} is not ${pattern}`);
  if (minLength !== undefined && value.length < minLength) problems.push(`${path}: is shorter than ${minLength}`);
  if (maxLength !== undefined && value.length > maxLength) problems.push(`${path}: is longer than ${maxLength}`);
  if (format === 'date-time' && !DATE.test(value)) problems.push(`${path}: ${value} is no ISO 8601 date`);
  // The service itself shows an empty text where a URL is not set.
  if (format === 'uri' && value !== '' && !URL.canParse(value)) problems.push(`${path}: ${value} is no URL`);
  return problems;
}

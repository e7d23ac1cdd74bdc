import { ERROR_CODES, moreInfo } from '@taskbay/protocol';
import { textResponse } from './text-response.ts';

/** An error in the vendor's body format, for paths that belong to no edge. */
export function vendorError(status: number, code: number, message: string): Response {
  const body = { code, message, more_info: moreInfo(code), status };
  return textResponse(status, { 'content-type': 'application/json' }, JSON.stringify(body));
}

export function notFound(path: string): Response {
  return vendorError(404, ERROR_CODES.notFound, `The requested resource ${path} was not found`);
}

export function methodNotAllowed(method: string, path: string, allowed: string): Response {
  const response = vendorError(405, ERROR_CODES.methodNotAllowed, `${path} does not answer ${method}; use ${allowed}`);
  response.headers.set('allow', allowed);
  return response;
}

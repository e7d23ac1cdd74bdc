import type { IncomingMessage } from 'node:http';
import { problemBody } from './raw-answer.ts';

/** The error body, status 400, of a request whose address cannot be told. */
export function noAddress({ headers: { host } }: IncomingMessage): string {
  return problemBody(
    400,
    host === undefined
      ? 'The request has no Host header; send the name the server is reached by, such as Host: 127.0.0.1:8787'
      : `The Host header "${host}" and the path are no URL; send the name the server is reached by`,
  );
}

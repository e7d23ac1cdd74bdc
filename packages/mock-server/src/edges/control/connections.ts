import * as v from 'valibot';
import { readBody } from './body.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

/** Codes that a WebSocket endpoint may send. */
const SENDABLE = (code: number) =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);

/** What fits into a close frame beside the code. */
const MAX_REASON_BYTES = 123;

const cutBody = v.strictObject({
  code: v.exactOptional(
    v.pipe(
      v.number('must be a close code'),
      v.integer('must be a close code'),
      v.check(SENDABLE, 'must be a close code that may be sent: 1000 to 1014 but 1004 to 1006, or 3000 to 4999'),
    ),
  ),
  reason: v.exactOptional(
    v.pipe(
      v.string('must be text'),
      v.check(
        (text) => new TextEncoder().encode(text).byteLength <= MAX_REASON_BYTES,
        `must not be longer than ${MAX_REASON_BYTES} bytes of UTF-8`,
      ),
    ),
  ),
});

export const listConnections: ControlCall = async ({ connections }) => Response.json(connections());

export const cutConnection: ControlCall = async ({ cut }, request, path) => {
  const id = path['id'] ?? '';
  const { code, reason } = await readBody(request, cutBody);
  if (!cut(id, code, reason)) throw new ControlRefusal('not_found', `There is no open connection ${id}`);
  return Response.json({ id, closed: true });
};

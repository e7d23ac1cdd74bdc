import * as v from 'valibot';
import { fits, isSendable, MAX_REASON_BYTES } from '../close-codes.ts';
import { readBody } from './body.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

const cutBody = v.strictObject({
  code: v.exactOptional(
    v.pipe(
      v.number('must be a close code'),
      v.integer('must be a close code'),
      v.check(isSendable, 'must be a close code that may be sent: 1000 to 1014 but 1004 to 1006, or 3000 to 4999'),
    ),
  ),
  reason: v.exactOptional(
    v.pipe(v.string('must be text'), v.check(fits, `must not be longer than ${MAX_REASON_BYTES} bytes of UTF-8`)),
  ),
});

export const listConnections: ControlCall = async ({ connections }) => Response.json(connections());

export const cutConnection: ControlCall = async ({ cut }, request, path) => {
  const id = path['id'] ?? '';
  const { code, reason } = await readBody(request, cutBody);
  if (!cut(id, code, reason)) throw new ControlRefusal('not_found', `There is no open connection ${id}`);
  return Response.json({ id, closed: true });
};

import { requestUrl } from '../request-url.ts';
import type { ControlCall } from './parts.ts';
import { ControlRefusal } from './refusal.ts';

/** Callbacks and what became of them, oldest first; of one workspace with `workspace=WS…`. */
export const listWebhooks: ControlCall = async ({ webhooks, runtime }, request) => {
  const workspace = requestUrl(request).searchParams.get('workspace');
  if (workspace !== null && !runtime.has(workspace)) {
    throw new ControlRefusal('not_found', `There is no workspace ${workspace}`);
  }
  const deliveries = webhooks.log.list();
  return Response.json(deliveries.filter((delivery) => workspace === null || delivery.workspace === workspace));
};

/** Sends a callback once more; the answer does not wait for it. */
export const resendWebhook: ControlCall = async ({ webhooks }, _request, path) => {
  const id = path['id'] ?? '';
  const delivery = webhooks.log.get(id);
  if (delivery === undefined) throw new ControlRefusal('not_found', `There is no callback ${id} in the log`);
  if (delivery.kind === 'assignment') {
    throw new ControlRefusal('invalid_request', `Callback ${id} asked about a reservation, which is not asked twice`);
  }
  if (delivery.state === 'waiting') {
    throw new ControlRefusal('invalid_request', `Callback ${id} is still on its way`);
  }
  webhooks.resend(delivery);
  return Response.json(delivery, { status: 202 });
};

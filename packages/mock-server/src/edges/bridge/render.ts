import type { BridgePage } from '@taskbay/protocol';
import type { Answer } from '../operations/operation.ts';
import type { Views } from '../operations/views.ts';
import { activityPayload } from './payload/activity.ts';
import { reservationPayload, reservationTaskPayload } from './payload/reservation.ts';
import { taskPayload } from './payload/task.ts';
import { taskQueuePayload } from './payload/task-queue.ts';
import { workerPayload } from './payload/worker.ts';
import { workerChannelPayload } from './payload/worker-channel.ts';

/** Resources the v2 wire shows, each as its clients read it. `now`: server time in milliseconds. */
const PAYLOADS = {
  worker: workerPayload,
  activity: activityPayload,
  workerChannel: workerChannelPayload,
  reservation: reservationTaskPayload,
  task: taskPayload,
  taskQueue: taskQueuePayload,
} as const satisfies { [R in keyof Views]?: (view: Views[R], now: number) => object };

export type AnsweredV2 = Exclude<Answer, { readonly kind: 'refused' }>;

interface Rendering {
  /** A command's answer shows a reservation without its task, as clients of this wire expect. */
  readonly changed: boolean;
  readonly ordered: boolean;
}

/** The `payload` of a reply; undefined for a resource that this wire does not show. */
export function renderV2(answer: AnsweredV2, { changed, ordered }: Rendering): object | undefined {
  if (answer.kind === 'deleted') return undefined;
  if (answer.kind === 'resource' && answer.resource === 'reservation' && changed) {
    return reservationPayload(answer.view);
  }
  const payload = PAYLOADS[answer.resource as keyof typeof PAYLOADS] as
    | ((view: Views[keyof Views], now: number) => object)
    | undefined;
  if (payload === undefined) return undefined;
  if (answer.kind === 'resource') return payload(answer.view, answer.now);
  const contents = answer.views.map((view) => payload(view, answer.now));
  return page(contents, answer.more, ordered);
}

function page(contents: object[], more: boolean, ordered: boolean): BridgePage<object> {
  const last = contents.at(-1) as { readonly sid?: string } | undefined;
  const next = more ? (last?.sid ?? null) : null;
  return {
    contents,
    after_sid: next,
    meta: { list_key: 'contents', ...(ordered ? { next_token: next } : {}) },
  };
}

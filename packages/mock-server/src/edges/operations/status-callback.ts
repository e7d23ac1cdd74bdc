import type { InstructionKind } from '../../engine/telephony/commands.ts';
import type { CallProgress, ConferenceChange, StatusCallback } from '../../engine/telephony/records.ts';

type Params = Readonly<Record<string, unknown>>;

/** Where an instruction names its callback; what a request leaves out is as the service has it. */
interface Names<E extends CallProgress | ConferenceChange> {
  readonly url: string;
  readonly method?: string;
  readonly events?: string;
  readonly otherwise: Omit<StatusCallback<E>, 'url'>;
}

const OF_CALL: { readonly [K in InstructionKind]?: Names<CallProgress> } = {
  dequeue: {
    url: 'DequeueStatusCallbackUrl',
    events: 'DequeueStatusCallbackEvent',
    otherwise: { method: 'GET', events: ['completed'] },
  },
  call: { url: 'CallStatusCallbackUrl', otherwise: { method: 'POST', events: ['completed'] } },
  conference: {
    url: 'StatusCallback',
    method: 'StatusCallbackMethod',
    events: 'StatusCallbackEvent',
    otherwise: { method: 'POST', events: ['completed'] },
  },
};

const OF_CONFERENCE: { readonly [K in InstructionKind]?: Names<ConferenceChange> } = {
  conference: {
    url: 'ConferenceStatusCallback',
    method: 'ConferenceStatusCallbackMethod',
    events: 'ConferenceStatusCallbackEvent',
    otherwise: { method: 'POST', events: ['start', 'end'] },
  },
};

/** Whom an instruction wants told of its call and of the conference, from parameters that have been checked. */
export function statusCallbacksOf(kind: InstructionKind, params: Params) {
  const statusCallback = read(OF_CALL[kind], params);
  const conferenceStatusCallback = read(OF_CONFERENCE[kind], params);
  return {
    ...(statusCallback === undefined ? {} : { statusCallback }),
    ...(conferenceStatusCallback === undefined ? {} : { conferenceStatusCallback }),
  };
}

function read<E extends CallProgress | ConferenceChange>(
  names: Names<E> | undefined,
  params: Params,
): StatusCallback<E> | undefined {
  if (names === undefined) return undefined;
  const url = params[names.url];
  if (typeof url !== 'string' || url === '') return undefined;
  const method = params[names.method ?? ''] as StatusCallback<E>['method'] | undefined;
  const events = params[names.events ?? ''] as readonly E[] | undefined;
  return { url, method: method ?? names.otherwise.method, events: events ?? names.otherwise.events };
}

/** One tab's end of a socket, or one request of a tab, by names the tab gave. */
interface Addressed {
  readonly epoch: number;
  readonly tab: string;
  readonly id: number;
}

/** What tabs ask of the leader of an epoch. */
export type Demand =
  | (Addressed & { readonly kind: 'attach'; readonly url: string })
  | (Addressed & { readonly kind: 'detach' })
  /** The tab hears nothing on this socket any more. */
  | (Addressed & { readonly kind: 'abandon' })
  | (Addressed & {
      readonly kind: 'request';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    })
  | (Addressed & { readonly kind: 'abort' })
  | { readonly kind: 'leave'; readonly epoch: number; readonly tab: string };

/** What the leader of an epoch says. */
export type Notification =
  | { readonly kind: 'leader'; readonly epoch: number; readonly tab: string }
  /** `unfinished`: the requests it still answers; every other one has to be sent again. */
  | { readonly kind: 'resigned'; readonly epoch: number; readonly unfinished: readonly string[] }
  /** `sequence`: of the frame before the first one this socket gets. */
  | (Addressed & { readonly kind: 'attached'; readonly sequence: number })
  | (Addressed & { readonly kind: 'closed'; readonly code: number; readonly reason: string })
  /** A frame for one socket alone. */
  | (Addressed & { readonly kind: 'private'; readonly text: string })
  | (Addressed & { readonly kind: 'answer'; readonly status: number; readonly text: string })
  | (Addressed & { readonly kind: 'failure'; readonly message: string })
  /** A frame for every attached socket. */
  | { readonly kind: 'frame'; readonly epoch: number; readonly sequence: number; readonly text: string };

/** What any tab says to all others. */
export type Call = { readonly kind: 'who' } | { readonly kind: 'token'; readonly token: string };

/** Everything that goes between the tabs of one worker. */
export type Message = Demand | Notification | Call;

type Kind = Message['kind'];
type Field = 'number' | 'string' | 'strings' | 'headers';

const ADDRESS = { epoch: 'number', tab: 'string', id: 'number' } as const;

const SHAPES: Record<Kind, Readonly<Record<string, Field>>> = {
  attach: { ...ADDRESS, url: 'string' },
  detach: ADDRESS,
  abandon: ADDRESS,
  request: { ...ADDRESS, url: 'string', headers: 'headers', body: 'string' },
  abort: ADDRESS,
  leave: { epoch: 'number', tab: 'string' },
  leader: { epoch: 'number', tab: 'string' },
  resigned: { epoch: 'number', unfinished: 'strings' },
  attached: { ...ADDRESS, sequence: 'number' },
  closed: { ...ADDRESS, code: 'number', reason: 'string' },
  private: { ...ADDRESS, text: 'string' },
  answer: { ...ADDRESS, status: 'number', text: 'string' },
  failure: { ...ADDRESS, message: 'string' },
  frame: { epoch: 'number', sequence: 'number', text: 'string' },
  who: {},
  token: { token: 'string' },
};

/** Grows when a message changes, so that tabs loaded before and after an update leave each other alone. */
export const MESSAGES_VERSION = 1;

/** A message as another tab posted it; undefined for anything else. Nothing but the named fields gets through. */
export function decodeMessage(data: unknown): Message | undefined {
  if (!isRecord(data) || typeof data.kind !== 'string' || !Object.hasOwn(SHAPES, data.kind)) return undefined;
  const shape = Object.entries(SHAPES[data.kind as Kind]);
  if (!shape.every(([name, field]) => fits(data[name], field))) return undefined;
  return Object.fromEntries([['kind', data.kind], ...shape.map(([name]) => [name, data[name]])]) as Message;
}

function fits(value: unknown, field: Field): boolean {
  if (field === 'strings') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (field === 'headers') return isRecord(value) && Object.values(value).every((item) => typeof item === 'string');
  return typeof value === field && !Number.isNaN(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** How `resigned` names a request. */
export function requestName({ tab, id }: Pick<Addressed, 'tab' | 'id'>): string {
  return `${tab} ${id}`;
}

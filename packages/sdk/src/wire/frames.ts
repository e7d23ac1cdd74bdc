import type { Fact, FactName } from '../store/facts.ts';
import type { Row } from '../store/records.ts';
import { fieldsOrNone } from './fields.ts';
import { read } from './read.ts';

/** The events that frames tell of, besides `reservation.failed`. */
const FACTS =
  /^((activity|attributes|capacity|channel\.availability)\.update|task\.(updated|canceled|completed|wrapup|transfer-(initiated|attempt-failed|completed|failed|canceled))|reservation\.(created|accepted|rejected|timeout|canceled|rescinded|wrapup|completed))$/;

/** Events are called what the status is that they lead to, but for these. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  pending: 'created',
  created: 'pending',
  wrapping: 'wrapup',
  wrapup: 'wrapping',
};

/** The last word of the event that tells of a status; also the status that such a word leads to. */
export function counterpart(word: string): string {
  return COUNTERPARTS[word] ?? word;
}

/** What a frame says, the same for both wires. Undefined for frames that mean nothing to a worker. */
export function decodeFrame(type: string, payload: unknown, worker_sid: string): Fact | undefined {
  const { sid, reservation_sid } = fieldsOrNone(payload);
  const name = type.replace('worker.', '') as FactName;
  const rows: Row[] = [];
  // The frame is the task that found no worker.
  if (name === 'reservation.failed') return { name, rows, row: { taskSid: (sid ?? null) as string | null, payload } };
  if (!FACTS.test(name)) return undefined;
  // v1 frames of reservations are tasks that name their reservation, and leave its status to their type.
  const [kind, word = ''] = name.split('.');
  const flattened = { sid: reservation_sid, worker_sid, reservation_status: counterpart(word), task: payload };
  const row = read<Row>(reservation_sid && kind === 'reservation' ? flattened : payload, rows);
  return { name, rows, row };
}

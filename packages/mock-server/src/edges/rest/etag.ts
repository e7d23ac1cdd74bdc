import type { Answer } from '../operations/operation.ts';
import type { Refusal } from '../operations/refusal.ts';

/** The version that `If-Match` asks for; undefined = any. */
export type ExpectedVersion =
  | { readonly ok: true; readonly version: number | undefined }
  | { readonly ok: false; readonly refusal: Refusal };

const VERSION = /^(?:W\/)?(?:"(\d{1,15})"|(\d{1,15}))$/;

/** `"3"`, `3` and `*` are understood. */
export function expectedVersion(request: Request): ExpectedVersion {
  const header = request.headers.get('if-match')?.trim();
  if (header === undefined || header === '*') return { ok: true, version: undefined };
  const match = VERSION.exec(header);
  if (match !== null) return { ok: true, version: Number(match[1] ?? match[2]) };
  const problem = 'must be a version such as "3", as the ETag header has it, or *';
  return { ok: false, refusal: { code: 'invalid', parameter: 'If-Match', problem } };
}

/** The `ETag` of a list whose items have versions: it differs when anything in the workspace has changed. */
export function listEtagOf({ resource, sequence }: Extract<Answer, { kind: 'list' }>): string | undefined {
  const versioned = resource === 'task' || resource === 'worker' || resource === 'reservation';
  return versioned && sequence !== undefined ? `W/"${sequence}"` : undefined;
}

/** The `ETag` of an answer, for the resources that have versions. */
export function etagOf(answer: Extract<Answer, { kind: 'resource' }>): string | undefined {
  switch (answer.resource) {
    case 'task':
      return `"${answer.view.task.version}"`;
    case 'worker':
      return `"${answer.view.worker.version}"`;
    case 'reservation':
      return `"${answer.view.reservation.version}"`;
    default:
      return undefined;
  }
}

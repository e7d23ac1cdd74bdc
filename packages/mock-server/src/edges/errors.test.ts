import { describe, expect, it } from 'vitest';
import { renderRefusal } from './errors.ts';
import type { Refusal } from './operations/refusal.ts';

const facts = { accountSid: 'AC1', workspaceSid: 'WS1', path: '/Workspaces/WS1/Tasks/WT1' };

const rows: readonly (readonly [Refusal, number, number, string])[] = [
  [
    { code: 'not_found', prefix: 'WT', sid: 'WT1' },
    404,
    20404,
    'The requested resource /Workspaces/WS1/Tasks/WT1 was not found',
  ],
  [{ code: 'unknown_route', path: '/x' }, 404, 20404, 'The requested resource /Workspaces/WS1/Tasks/WT1 was not found'],
  [{ code: 'method_not_allowed', method: 'PUT', path: '/x' }, 405, 20004, 'Method PUT is not allowed on /x'],
  [{ code: 'invalid', parameter: 'Priority', problem: 'is wrong' }, 400, 20001, 'Invalid Priority parameter: is wrong'],
  [{ code: 'malformed_body', problem: 'it is odd' }, 400, 20001, 'The request body cannot be read: it is odd'],
  [{ code: 'body_too_large', limit: 9 }, 413, 20001, 'The request body is larger than 9 bytes; send a smaller one'],
  [
    { code: 'name_taken', resource: 'TaskQueue', name: 'A' },
    400,
    20001,
    'Queue named A already exists for workspace WS1 for account AC1',
  ],
  [
    { code: 'name_taken', resource: 'Worker', name: 'A' },
    400,
    20001,
    'Worker named A already exists for workspace WS1 for account AC1',
  ],
  [
    { code: 'in_use', prefix: 'WQ', sid: 'WQ1', by: 'workflow WW1' },
    400,
    20001,
    'Cannot delete TaskQueue WQ1 in workspace WS1 because it is used by workflow WW1',
  ],
  [
    { code: 'task_transition', sid: 'WT1', from: 'pending', requested: 'completed' },
    400,
    20001,
    'Cannot complete task WT1 in workspace WS1 for account AC1 because it is not currently assigned.',
  ],
  [
    { code: 'task_transition', sid: 'WT1', from: 'pending', requested: 'wrapping' },
    400,
    20001,
    "Cannot wrap up a task WT1 in workspace WS1 for account AC1 because it's not currently assigned",
  ],
  [
    { code: 'task_transition', sid: 'WT1', from: 'assigned', requested: 'canceled' },
    400,
    20001,
    'Cannot cancel task WT1 in workspace WS1 for account AC1 because it is not pending or reserved.',
  ],
  [
    { code: 'reservation_transition', sid: 'WR1', from: 'accepted', requested: 'accepted' },
    400,
    20001,
    'Reservation WR1 is already in state [accepted] and cannot be updated to [accepted]',
  ],
  [
    { code: 'reservation_transition', sid: 'WR1', from: 'rescinded', requested: 'accepted' },
    410,
    20001,
    'Reservation WR1 is already in state [rescinded] and cannot be updated to [accepted]',
  ],
  [
    { code: 'instruction_state', sid: 'WR1', instruction: 'conference' },
    400,
    20001,
    'Unable to execute Conference instruction. Reservation WR1 is not currently in a Pending state.',
  ],
  [
    { code: 'version_mismatch', sid: 'WT1', expected: 1, actual: 2 },
    412,
    20001,
    'WT1 is at version 2, not 1 as If-Match asks; fetch it again and retry',
  ],
  [
    { code: 'limit', resource: 'Activities', limit: 100 },
    400,
    20001,
    'A workspace has at most 100 Activities; delete some first',
  ],
  [{ code: 'bad_page_token', token: 'x' }, 400, 21481, 'Invalid PageToken x; follow next_page_url from the first page'],
  [
    { code: 'absolute_paging' },
    400,
    40153,
    'Page numbers cannot be jumped to; follow next_page_url, which carries a PageToken',
  ],
  [{ code: 'unauthorized', problem: 'no' }, 401, 20003, 'Authentication Error - no'],
  [{ code: 'token_expired' }, 401, 20104, 'Access Token expired or expiration date invalid'],
  [{ code: 'forbidden', problem: 'no' }, 403, 20403, 'Forbidden: no'],
];

describe('a refusal', () => {
  it.each(rows)('%j', (refusal, status, code, message) => {
    const more_info = `https://www.twilio.com/docs/errors/${code}`;
    expect(renderRefusal(refusal, facts)).toEqual({ status, code, message, more_info });
  });
});

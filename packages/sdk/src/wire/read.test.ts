import { describe, expect, it } from 'vitest';
import type { Row } from '../store/records.ts';
import { fieldsOf } from './fields.ts';
import { read } from './read.ts';

const refused = (message: string) =>
  expect.objectContaining({ code: 'protocol', message: expect.stringContaining(message) });

describe('read', () => {
  const one = (name: string, value: unknown) => {
    const { sid: _, ...row } = read<Row>({ sid: 'XX1', [name]: value });
    return row;
  };

  it('names fields in camelCase, whatever the wire adds to their names', () => {
    expect(one('date_updated', null)).toEqual({ dateUpdated: undefined });
    expect(one('assignment_status', 'pending')).toEqual({ status: 'pending' });
    expect(one('reservation_timeout', 120)).toEqual({ timeout: 120 });
    expect(one('configured_capacity', 3)).toEqual({ capacity: 3 });
    expect(one('transfer_failed_reason', 'rejected')).toEqual({ failedReason: 'rejected' });
    expect(one('initiating_reservation_sid', 'WR1')).toEqual({ reservationSid: 'WR1' });
    expect(one('task_queue_friendly_name', 'Support')).toEqual({ queueName: 'Support' });
    expect(one('workflow_friendly_name', 'Default')).toEqual({ workflowName: 'Default' });
    for (const name of ['friendly_name', 'task_sid', 'reservation_sid', 'reservation_activity_sid', 'queue_name']) {
      const camelCase = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      expect(one(name, 'x')).toEqual({ [camelCase]: 'x' });
    }
  });

  it('takes what the service spells in several ways', () => {
    expect([one('version', '7'), one('version', 7), one('age', 7)]).toEqual([
      { version: 7 },
      { version: 7 },
      { age: 7 },
    ]);
    expect([one('version', null), one('reason', null)]).toEqual([{ version: undefined }, { reason: null }]);
    expect([1, 0, true].map((value) => one('available', value))).toEqual([
      { available: true },
      { available: false },
      { available: true },
    ]);
    const dateUpdated = new Date('2023-11-14T22:13:20Z');
    for (const spelled of [1_700_000_000, 1_700_000_000_000, '2023-11-14T22:13:20Z']) {
      expect(one('date_updated', spelled)).toEqual({ dateUpdated });
    }
    expect(one('attributes', '{"x":[1]}')).toEqual({ attributes: { x: [1] } });
    expect([one('attributes', ''), one('addons', null)]).toEqual([{ attributes: {} }, { addons: {} }]);
    expect(one('attributes', { y: 1 })).toEqual({ attributes: { y: 1 } });
    expect(one('attributes', { sid: 7 })).toEqual({ attributes: { sid: 7 } });
    expect(one('attributes', '{')).toEqual({ attributes: undefined });
  });

  it('makes records of what is nested, the outermost last, and keeps their SIDs', () => {
    const rows: Row[] = [];
    const task = { sid: 'WT1', assignment_status: 'reserved' };
    const task_transfer = { sid: 'TT1', initiating_worker_sid: 'WK2' };
    const found = read<Row>({ sid: 'WR1', reservation_status: 'pending', version: 0, task, task_transfer }, rows);
    expect(found).toEqual({ sid: 'WR1', status: 'pending', version: 0, taskSid: 'WT1', transferSid: 'TT1' });
    expect(rows).toEqual([{ sid: 'WT1', status: 'reserved' }, { sid: 'TT1', workerSid: 'WK2', taskSid: 'WT1' }, found]);
  });

  it('orders reservations without a version by their status', () => {
    const statuses = ['pending', 'accepted', 'wrapping', 'completed', 'timeout'];
    const versions = statuses.map(
      (reservation_status) => read<Row>({ sid: 'WR1', task_sid: 'WT1', reservation_status }).version,
    );
    expect(versions).toEqual([0, 1, 2, 3, 3]);
  });

  it('refuses what the SDK could not place', () => {
    for (const value of [null, [], {}, { sid: 1 }]) expect(() => read(value)).toThrowError(refused('cannot be read'));
    expect(() => read({ sid: 'WR1', task_sid: 'WT1' })).toThrowError(refused('cannot be read'));
    expect(() => read({ sid: 'WR1', reservation_status: 'pending' })).toThrowError(refused('cannot be read'));
    expect(() => fieldsOf([], 'thing')).toThrowError(refused('thing cannot be read'));
  });
});

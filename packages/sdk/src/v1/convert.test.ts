import { describe, expect, it } from 'vitest';
import { fill } from './convert.ts';

describe('fill', () => {
  it('makes dates of seconds and of text, and of nothing else', () => {
    const dates = { date_created: 1_700_000_000, date_updated: '2023-11-14T22:13:20Z', date_status_changed: null };
    const instant = new Date(1_700_000_000_000);
    const read: Record<string, unknown> = fill({}, { ...dates, start_time: '2023-11-14T22:13:20Z' });
    expect(read).toEqual({
      dateCreated: instant,
      dateUpdated: instant,
      dateStatusChanged: null,
      startTime: '2023-11-14T22:13:20Z',
    });
    expect(read.date_created).toBe(1_700_000_000);
  });

  it('leaves the names inside attributes alone, text or not', () => {
    const attributes = { contact_uri: 'client:alice' };
    expect(fill({}, { attributes })).toEqual({ attributes });
    expect(fill({}, { attributes: JSON.stringify(attributes) })).toEqual({ attributes });
    expect(fill({}, { cumulative: { tasks_entered: [{ task_sid: 'WT1' }] } })).toEqual({
      cumulative: { tasksEntered: [{ taskSid: 'WT1' }] },
    });
  });
});

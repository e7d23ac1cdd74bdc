import { describe, expect, it } from 'vitest';
import { idempotencyTokenOf } from './sender.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('the idempotency token of a callback', () => {
  it.each(['0', '65535', '65536', '4294967295'])('is a UUID when a call has been told of %s times', (sequence) => {
    for (const digits of ['0', '1', '9', 'f']) {
      expect(idempotencyTokenOf(`CA${digits.repeat(32)}`, sequence)).toMatch(UUID);
    }
  });

  it('is another one for everything a call or a conference is told of', () => {
    const sequences = ['0', '1', '15', '65535', '65536', '65537', '131072', '1048576'];
    for (const digits of ['0', '1', 'f']) {
      const tokens = sequences.map((sequence) => idempotencyTokenOf(`CF${digits.repeat(32)}`, sequence));
      expect(new Set(tokens).size).toBe(sequences.length);
    }
  });

  it('has the digits of an event, which is told of once', () => {
    expect(idempotencyTokenOf('EV0123456789abcdef0123456789abcdef', undefined)).toBe(
      '01234567-89ab-cdef-0123-456789abcdef',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, type Message } from './messages.ts';

const address = { epoch: fc.nat(), tab: fc.string(), id: fc.nat() };
const kind = <Kind extends Message['kind']>(name: Kind) => ({ kind: fc.constant(name) });
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ ...kind('attach'), ...address, url: fc.webUrl() }),
  fc.record({ ...kind('detach'), ...address }),
  fc.record({ ...kind('abandon'), ...address }),
  fc.record({
    ...kind('request'),
    ...address,
    url: fc.webUrl(),
    headers: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
    body: fc.string(),
  }),
  fc.record({ ...kind('abort'), ...address }),
  fc.record({ ...kind('leave'), epoch: fc.nat(), tab: fc.string() }),
  fc.record({ ...kind('leader'), epoch: fc.nat(), tab: fc.string() }),
  fc.record({ ...kind('resigned'), epoch: fc.nat(), unfinished: fc.array(fc.string()) }),
  fc.record({ ...kind('attached'), ...address, sequence: fc.nat() }),
  fc.record({ ...kind('closed'), ...address, code: fc.nat(), reason: fc.string() }),
  fc.record({ ...kind('private'), ...address, text: fc.string() }),
  fc.record({ ...kind('answer'), ...address, status: fc.nat(), text: fc.string() }),
  fc.record({ ...kind('failure'), ...address, message: fc.string() }),
  fc.record({ ...kind('frame'), epoch: fc.nat(), sequence: fc.nat(), text: fc.string() }),
  fc.record(kind('who')),
  fc.record({ ...kind('token'), token: fc.string() }),
);

describe('messages between tabs', () => {
  it('come through a channel as they were posted', () => {
    fc.assert(
      fc.property(message, (sent) => {
        expect(decodeMessage(structuredClone(sent))).toEqual(sent);
      }),
    );
  });

  it('lose every field that is not theirs', () => {
    expect(decodeMessage({ kind: 'who', token: 'secret' })).toEqual({ kind: 'who' });
  });

  it('with a field missing or of another type are none', () => {
    const property = fc.property(
      message,
      fc.nat(),
      fc.constantFrom(undefined, null, Number.NaN),
      (sent, pick, wrong) => {
        const fields = Object.keys(sent);
        const field = fields[pick % fields.length] ?? 'kind';
        expect(decodeMessage({ ...sent, [field]: wrong })).toBeUndefined();
      },
    );
    fc.assert(property);
  });

  it('anything else is none', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(decodeMessage({ kind: data })).toBeOneOf([undefined, { kind: 'who' }]);
      }),
    );
    for (const data of [null, undefined, 'who', 1, [], { kind: 'toString' }, { kind: '__proto__' }]) {
      expect(decodeMessage(data)).toBeUndefined();
    }
  });
});

import type { Instructed, Line } from './line.ts';

type Post = (params: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** The line of the v1 wire by hand: holes are null, as Worker.js sends them. */
export function rawV1Line(post: Post): Line {
  const none = async (): Promise<never> => {
    throw new Error('The v1 wire has neither transfers nor participants');
  };
  return {
    instruct: async (instruction) => {
      await post(parameters(instruction));
    },
    transfer: none,
    cancelTransfer: none,
    transfers: () => ({ outgoing: undefined, incoming: undefined }),
    holdCustomer: none,
    holdWorker: none,
    kickWorker: none,
    mute: none,
  };
}

function parameters(instruction: Instructed): Readonly<Record<string, unknown>> {
  switch (instruction.kind) {
    case 'dequeue':
      return {
        Instruction: 'dequeue',
        DequeueFrom: instruction.from ?? null,
        DequeuePostWorkActivitySid: instruction.postWorkActivitySid ?? null,
        DequeueTo: null,
      };
    case 'conference':
      return { Instruction: 'conference', From: null, To: null, EndConferenceOnExit: instruction.endConferenceOnExit };
    case 'call':
      return {
        Instruction: 'call',
        CallFrom: instruction.from,
        CallUrl: instruction.url,
        CallAccept: String(instruction.accept),
      };
    case 'redirect':
      return {
        Instruction: 'redirect',
        RedirectCallSid: instruction.callSid,
        RedirectUrl: instruction.url,
        RedirectAccept: String(instruction.accept),
      };
  }
}

import type { Line } from './line.ts';

type Done = (error: { readonly message: string } | null) => void;

/** The instructions of Worker.js v1: positional, with holes. */
interface OldInstructions {
  dequeue(...given: unknown[]): void;
  call(...given: unknown[]): void;
  redirect(...given: unknown[]): void;
  conference(...given: unknown[]): void;
}

/** The line of the drop-in, by whichever reservation object is the current one. */
export function v1FacadeLine(current: () => unknown): Line {
  const called = (run: (reservation: OldInstructions, done: Done) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      run(current() as OldInstructions, (error) => (error === null ? resolve() : reject(new Error(error.message))));
    });
  const none = async (): Promise<never> => {
    throw new Error('Worker.js v1 has neither transfers nor participants');
  };
  return {
    instruct: (instruction) =>
      called((reservation, done) => {
        switch (instruction.kind) {
          case 'dequeue':
            reservation.dequeue(instruction.from, instruction.postWorkActivitySid, done);
            break;
          case 'conference': {
            const { endConferenceOnExit: EndConferenceOnExit } = instruction;
            reservation.conference(null, null, null, null, done, { EndConferenceOnExit });
            break;
          }
          case 'call':
            reservation.call(instruction.from, instruction.url, null, String(instruction.accept), done);
            break;
          case 'redirect':
            reservation.redirect(instruction.callSid, instruction.url, instruction.accept, done);
            break;
        }
      }),
    transfer: none,
    cancelTransfer: none,
    transfers: () => ({ outgoing: undefined, incoming: undefined }),
    holdCustomer: none,
    holdWorker: none,
    kickWorker: none,
    mute: none,
  };
}

import type { Reservation } from '@taskbay/sdk';
import type { Line } from './line.ts';

/** The line of our SDK. */
export function sdkLine(reservation: Reservation): Line {
  const { task } = reservation;
  return {
    instruct: async (instruction) => {
      switch (instruction.kind) {
        case 'dequeue': {
          const { kind: _, ...options } = instruction;
          await reservation.dequeue(options);
          break;
        }
        case 'conference': {
          const { endConferenceOnExit } = instruction;
          await reservation.conference({ endConferenceOnExit });
          break;
        }
        case 'call':
          await reservation.call(instruction.from, instruction.url, { accept: instruction.accept });
          break;
        case 'redirect':
          await reservation.redirect(instruction.callSid, instruction.url, { accept: instruction.accept });
          break;
      }
    },
    transfer: async (to, mode) => {
      await task.transfer(to, { mode });
    },
    cancelTransfer: async () => {
      await task.transfers.at(-1)?.cancel();
    },
    transfers: () => ({ outgoing: task.transfers.at(-1)?.status, incoming: reservation.transfer?.status }),
    holdCustomer: async (hold) => {
      await task.holdCustomer(hold);
    },
    holdWorker: async (workerSid, hold) => {
      await task.hold(workerSid, hold);
    },
    kickWorker: async (workerSid) => {
      await task.kick(workerSid);
    },
    mute: async (mute) => {
      await reservation.updateParticipant({ mute });
    },
  };
}

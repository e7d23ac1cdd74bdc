import type { Line } from './line.ts';
import type { VendorReservation } from './vendor-shape.ts';

/** The line of the vendor's SDK 2.1.1. */
export function vendorLine(reservation: VendorReservation): Line {
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
          const { kind: _, ...options } = instruction;
          await reservation.conference(options);
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
      await task.transfers.outgoing?.cancel();
    },
    transfers: () => ({ outgoing: task.transfers.outgoing?.status, incoming: reservation.transfer?.status }),
    holdCustomer: async (hold) => {
      await task.updateParticipant({ hold });
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

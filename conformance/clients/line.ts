/** A telephony instruction, as every library has it in its own words. */
export type Instructed =
  | { readonly kind: 'dequeue'; readonly from?: string; readonly postWorkActivitySid?: string }
  | { readonly kind: 'conference'; readonly endConferenceOnExit?: boolean }
  | { readonly kind: 'call'; readonly from: string; readonly url: string; readonly accept: boolean }
  | { readonly kind: 'redirect'; readonly callSid: string; readonly url: string; readonly accept: boolean };

/** What a worker can do with a task it is on the phone for; transfers and participants exist on the v2 wire only. */
export interface Line {
  instruct(instruction: Instructed): Promise<void>;
  transfer(to: string, mode: 'WARM' | 'COLD'): Promise<void>;
  cancelTransfer(): Promise<void>;
  /** Of the transfer it started last, and of the one that the offer came by. */
  transfers(): { readonly outgoing: string | undefined; readonly incoming: string | undefined };
  holdCustomer(hold: boolean): Promise<void>;
  holdWorker(workerSid: string, hold: boolean): Promise<void>;
  kickWorker(workerSid: string): Promise<void>;
  mute(mute: boolean): Promise<void>;
}

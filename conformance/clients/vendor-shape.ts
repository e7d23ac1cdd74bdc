/** The parts of the vendor's SDK that the cases use, as all of its releases have them; its own types are of 2.1.1 only. */
export interface VendorModule {
  readonly Worker: new (token: string, options: object) => VendorWorker;
}

export interface VendorWorker extends Listens {
  readonly sid: string;
  readonly activity: VendorActivity;
  readonly activities: ReadonlyMap<string, VendorActivity>;
  readonly attributes: object;
  readonly channels: ReadonlyMap<string, VendorChannel>;
  readonly reservations: ReadonlyMap<string, VendorReservation>;
  createTask(to: string, from: string, workflowSid: string, taskQueueSid: string): Promise<string>;
  disconnect(): void;
  setAttributes(attributes: object): Promise<unknown>;
  updateToken(token: string): void;
}

export interface VendorActivity {
  readonly sid: string;
  setAsCurrent(options?: object): Promise<unknown>;
}

export interface VendorChannel extends Listens {
  readonly taskChannelUniqueName: string;
  readonly capacity: number;
  readonly available: boolean;
}

export interface VendorReservation extends Listens {
  readonly sid: string;
  readonly status: string;
  readonly task: VendorTask;
  accept(): Promise<unknown>;
  reject(options?: object): Promise<unknown>;
  wrap(): Promise<unknown>;
  complete(): Promise<unknown>;
  readonly transfer?: { readonly status: string };
  call(from: string, url: string, options: object): Promise<unknown>;
  conference(options: object): Promise<unknown>;
  dequeue(options: object): Promise<unknown>;
  redirect(callSid: string, url: string, options: object): Promise<unknown>;
  updateParticipant(options: object): Promise<unknown>;
}

export interface VendorTask extends Listens {
  readonly sid: string;
  readonly status: string;
  readonly attributes: object;
  complete(reason: string): Promise<unknown>;
  setAttributes(attributes: object): Promise<unknown>;
  wrapUp(options: object): Promise<unknown>;
  readonly transfers: { readonly outgoing?: { readonly status: string; cancel(): Promise<unknown> } };
  hold(workerSid: string, hold: boolean): Promise<unknown>;
  kick(workerSid: string): Promise<unknown>;
  transfer(to: string, options: object): Promise<unknown>;
  updateParticipant(options: object): Promise<unknown>;
}

interface Listens {
  on(event: string, listener: (argument: never) => void): void;
}

/** The platform has a class for these only from Node 23 on. */
export class InProcessCloseEvent extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;

  constructor(code: number, reason: string, wasClean: boolean) {
    super('close');
    this.code = code;
    this.reason = reason;
    this.wasClean = wasClean;
  }
}

/** Why a socket did not open, in words; browsers keep that to themselves. */
export class InProcessErrorEvent extends Event {
  readonly message: string;

  constructor(message: string) {
    super('error');
    this.message = message;
  }
}

/** What a listener attribute of each name is called with. */
export interface SocketEventMap {
  open: Event;
  message: MessageEvent<string>;
  error: InProcessErrorEvent;
  close: InProcessCloseEvent;
}

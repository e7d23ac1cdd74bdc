import type { SocketEventMap } from './events.ts';

type Listener<Name extends keyof SocketEventMap> = ((event: SocketEventMap[Name]) => void) | null;

/** `onopen` and its like: called before the listeners that were added. */
export class ListenerAttributes extends EventTarget {
  onopen: Listener<'open'> = null;
  onmessage: Listener<'message'> = null;
  onerror: Listener<'error'> = null;
  onclose: Listener<'close'> = null;

  constructor() {
    super();
    this.addEventListener('open', (event) => this.onopen?.(event));
    this.addEventListener('message', (event) => this.onmessage?.(event as SocketEventMap['message']));
    this.addEventListener('error', (event) => this.onerror?.(event as SocketEventMap['error']));
    this.addEventListener('close', (event) => this.onclose?.(event as SocketEventMap['close']));
  }
}

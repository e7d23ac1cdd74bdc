import type { Emitter } from '../emitter.ts';
import type { SessionEvent } from '../session/session-event.ts';
import type { Fact } from '../store/changes.ts';
import type { Store } from '../store/store.ts';
import type { BaseWorker } from './base-worker.ts';
import type { Directory } from './directory.ts';
import type { WorkerEvents } from './worker-events.ts';

interface Audience {
  readonly worker: BaseWorker;
  readonly emitter: Emitter<WorkerEvents>;
  readonly directory: Directory;
  readonly store: Store;
}

/** Turns what the session says into the application's events: the object's own first, then the worker's. */
export function announce(event: Exclude<SessionEvent, { type: 'error' }>, audience: Audience): void {
  const { worker, emitter } = audience;
  switch (event.type) {
    case 'state':
      emitter.emit('state', event.change);
      return;
    case 'disconnected':
      emitter.emit('disconnected', event.disconnection);
      return;
    case 'resynced':
      emitter.emit('resynced', event.resync);
      return;
    case 'connected':
    case 'token.expired':
      emitter.emit(event.type, undefined);
      return;
    case 'ready':
      emitter.emit('ready', worker);
      return;
    case 'fact':
      announceFact(event.fact, audience);
      return;
  }
}

function announceFact(fact: Fact, { worker, emitter, directory, store }: Audience): void {
  switch (fact.kind) {
    case 'worker':
      emitter.emit(fact.name, worker);
      return;
    case 'failure':
      emitter.emit('reservation.failed', fact.failure);
      return;
    case 'channel': {
      const channel = directory.tellChannel(fact.sid, fact.name);
      if (channel !== undefined) emitter.emit(fact.name, channel);
      return;
    }
    case 'task': {
      const task = directory.tellTask(fact.sid, fact.name);
      if (task !== undefined) emitter.emit(fact.name, task);
      return;
    }
    case 'transfer': {
      const transfer = directory.tellTransfer(fact.sid, fact.name);
      if (transfer !== undefined) emitter.emit(fact.name, transfer);
      return;
    }
    case 'reservation': {
      const reservation = directory.tellReservation(fact.sid, fact.name);
      if (reservation !== undefined) emitter.emit(fact.name, reservation);
      directory.forget(store.prune());
      return;
    }
  }
}

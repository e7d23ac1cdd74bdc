import { describe, expect, it } from 'vitest';
import { FakeSocket } from '../../test-support/fake-socket.ts';
import { openSocket } from './socket.ts';

function opened() {
  const heard: string[] = [];
  let socket: FakeSocket | undefined;
  class Recorded extends FakeSocket {
    constructor(url: string) {
      super(url);
      socket = this;
    }
  }
  const release = openSocket(Recorded, 'ws://a', {
    opened: () => heard.push('opened'),
    received: (data) => heard.push(typeof data === 'string' ? `text ${data}` : 'binary'),
    closed: (code, reason) => heard.push(`closed ${code} ${reason}`),
  });
  return { heard, release, socket: socket as FakeSocket };
}

describe('openSocket', () => {
  it('passes on what comes, and one end', () => {
    const { heard, socket } = opened();
    socket.accept();
    socket.sendText('x');
    socket.sendText(new ArrayBuffer(1));
    socket.drop(1000, 'bye');
    socket.drop(1006);
    expect(heard).toEqual(['opened', 'text x', 'binary', 'closed 1000 bye']);
  });

  it('takes an error before opening as the end, as some platforms send no close', () => {
    const { heard, socket } = opened();
    socket.refuse();
    socket.drop();
    expect(heard).toEqual(['closed 1006 Unexpected server response: 401']);
  });

  it.each([
    ['a dead', true, ['terminate']],
    ['a living', false, ['close 1000']],
  ] as const)('lets go of %s ws socket as it can be', (_, dead, expected) => {
    const { socket, release } = opened();
    const calls: string[] = [];
    Object.assign(socket, {
      terminate: () => calls.push('terminate'),
      close: (code?: number) => calls.push(`close ${code}`),
    });
    socket.accept();
    release(dead);
    expect(calls).toEqual(expected);
  });

  it('hears nothing once released, and survives the error the ws package raises then', () => {
    const { heard, release, socket } = opened();
    release(false);
    socket.accept();
    socket.refuse();
    socket.drop();
    expect(heard).toEqual([]);
    expect(socket.closedByClient).toBe(true);
    expect(socket.onerror).not.toBeNull();
  });
});

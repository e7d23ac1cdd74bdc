import { describe, expect, it } from 'vitest';
import { connected } from '../../test-support/facade-under-test.ts';
import { settled } from '../../test-support/manual-clock.ts';

describe('the emitter of the old SDK', () => {
  it('chains, counts listeners in order, and tells of new ones before they are added', async () => {
    const { worker } = await connected();
    const heard: string[] = [];
    const listener = (payload: unknown) => heard.push(`listener ${payload}`);
    worker.on('newListener', (name) => heard.push(`new ${name}, ${worker.listeners('call').length} there`));
    expect(worker.addListener('call', listener).once('call', listener).setMaxListeners(100)).toBe(worker);
    expect(worker.listeners('call')).toEqual([listener, listener]);
    expect(worker.emit('call', 1)).toBe(true);
    expect(worker.listeners('call')).toEqual([listener]);
    expect(worker.removeListener('call', listener).emit('call', 2)).toBe(false);
    expect(heard).toEqual(['new call, 0 there', 'new call, 1 there', 'listener 1', 'listener 1']);
    expect(worker.removeAllListeners()).toBe(worker);
    expect(worker.listeners('newListener')).toEqual([]);
    expect(worker).not.toHaveProperty('off');
  });

  it('calls listeners with the client as this, and one argument, be it undefined', async () => {
    const { worker } = await connected();
    const calls: unknown[][] = [];
    worker.on('token.expired', function (...given) {
      calls.push([this === worker, given.length, given[0]]);
    });
    worker.emit('token.expired');
    expect(calls).toEqual([[true, 1, undefined]]);
  });
});

describe('disconnect and reconnect of 1.24', () => {
  it('close the socket until it is asked for again, then everything begins anew', async () => {
    const { worker, bridge, heard } = await connected();
    worker.disconnect();
    await settled();
    expect(bridge.sockets).toHaveLength(1);
    expect(heard).toEqual(['connected', 'ready', 'disconnected']);
    worker.reconnect();
    await settled();
    expect(bridge.sockets).toHaveLength(2);
    expect(heard).toEqual(['connected', 'ready', 'disconnected', 'connected', 'ready']);
  });
});

// The vendor's SDK under timers that stand still until its parent moves them; only `ws` and HTTP are real. Arguments:
// token, server URL, and what else the client is to be: JSON with `options` of the worker, `deaf` (no error listener).
import { createRequire } from 'node:module';
import { mock } from 'node:test';

mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.now() });

const require = createRequire(import.meta.url);
Object.assign(globalThis, { WebSocket: require('ws').WebSocket });
const { Worker } = require('twilio-taskrouter');
const [token = '', url = '', more = '{}'] = process.argv.slice(2);
const { options = {}, deaf = false } = JSON.parse(more);
const bridge = '/v1/wschannels';

const tell = (/** @type {string} */ event, /** @type {unknown} */ detail) => process.send?.({ event, detail });
// What would end the process of an application that does not watch for it.
process.on('uncaughtException', (error) => tell('uncaughtException', error.message));
process.on('unhandledRejection', (error) => tell('unhandledRejection', /** @type {Error} */ (error).message));

const worker = new Worker(token, {
  ebServer: url + bridge,
  wsServer: url.replace('http', 'ws') + bridge,
  logLevel: 'silent',
  ...options,
});
worker.on('ready', () => tell('ready', null));
worker.on('attributesUpdated', () => tell('attributesUpdated', null));
worker.on('tokenExpired', () => tell('tokenExpired', null));
worker.on('disconnected', (/** @type {unknown} */ detail) => tell('disconnected', detail));
if (!deaf) worker.on('error', (/** @type {Error} */ error) => tell('error', error.message));

/** A number of milliseconds to pass, or a method of the worker with its arguments. */
process.on('message', (/** @type {number | [string, ...unknown[]]} */ order) => {
  if (typeof order === 'number') mock.timers.tick(order);
  else worker[order[0]](...order.slice(1));
});
process.on('disconnect', () => process.exit(0));
tell('constructed', null);

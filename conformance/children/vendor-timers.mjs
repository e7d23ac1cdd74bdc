// The vendor's SDK under timers that stand still until its parent moves them; only `ws` and HTTP are real.
import { createRequire } from 'node:module';
import { mock } from 'node:test';

mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: Date.now() });

const require = createRequire(import.meta.url);
Object.assign(globalThis, { WebSocket: require('ws').WebSocket });
const { Worker } = require('twilio-taskrouter');
const [token = '', url = ''] = process.argv.slice(2);
const bridge = '/v1/wschannels';
const worker = new Worker(token, {
  ebServer: url + bridge,
  wsServer: url.replace('http', 'ws') + bridge,
  logLevel: 'silent',
});

const tell = (/** @type {string} */ event, /** @type {unknown} */ detail) => process.send?.({ event, detail });
worker.on('ready', () => tell('ready', null));
worker.on('tokenExpired', () => tell('tokenExpired', null));
worker.on('disconnected', (/** @type {unknown} */ detail) => tell('disconnected', detail));
worker.on('error', (/** @type {Error} */ error) => tell('error', error.message));
process.on('message', (/** @type {number} */ milliseconds) => mock.timers.tick(milliseconds));
process.on('disconnect', () => process.exit(0));

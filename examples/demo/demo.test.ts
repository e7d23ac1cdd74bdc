import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.mjs', import.meta.url));

it('tells the main job as a timeline and ends by itself', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN], { timeout: 15_000 });
  const told = stdout.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
  expect(told).toEqual([
    '00:00 alice connects: ready, Offline',
    '00:00 dave connects: ready, Offline',
    '',
    '1. A call comes in, waits, and finds its agent',
    '00:00 call comes in, language es',
    '00:00 call the call is pending in queue Voice: nobody is available',
    '00:00 alice goes Available',
    '00:00 router offers the call to alice, who speaks es',
    '00:00 alice accepts: the call is assigned',
    '00:00 alice hangs up and writes her notes: the call is wrapping',
    '00:00 alice is done: the call is completed',
    '',
    '2. An agent says no, and the call goes to the next',
    '00:00 call comes in, language en',
    '00:00 router offers the call to dave: he has been idle longest',
    '00:00 dave rejects and goes on a break',
    '00:00 router offers the call to alice',
    '00:00 alice accepts and completes',
    '',
    '3. Nobody answers, and nobody has to wait for it',
    '00:00 call comes in, language en',
    '00:00 router offers the call to alice, who does not answer',
    '02:00 clock is moved on by 120 s; on the way: reservation timeout',
    '02:00 router takes the call back: the call is pending in queue Voice; alice is Offline',
    '',
    'What the workspace wrote down',
    '3 task.created',
    '4 reservation.created',
    '2 reservation.accepted',
    '1 reservation.wrapup',
    '1 task.wrapup',
    '2 reservation.completed',
    '2 task.completed',
    '1 reservation.rejected',
    '1 reservation.timeout',
    '',
    'Try it yourself: npm start, then open the address it prints.',
    '',
  ]);
});

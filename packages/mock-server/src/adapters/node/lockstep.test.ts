import { expect, it } from 'vitest';
import { createLockstep } from './lockstep.ts';

/** What requests do in a lockstep, in the order in which they do it. */
async function worked(names: readonly string[], arrive: (start: () => void) => void = (start) => start()) {
  const { enter, step } = createLockstep();
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    await enter();
    done.push(`${name} reads`);
    await Promise.resolve();
    done.push(`${name} runs`);
    await step();
    done.push(`${name} answers`);
  };
  const all: Promise<void>[] = [];
  for (const name of names) arrive(() => all.push(work(name)));
  await new Promise((resolve) => setImmediate(resolve));
  await Promise.all(all);
  return done;
}

it('has requests that came in together do one thing after the other together', async () => {
  expect(await worked(['a', 'b', 'c'])).toEqual([
    'a reads',
    'b reads',
    'c reads',
    'a runs',
    'b runs',
    'c runs',
    'a answers',
    'b answers',
    'c answers',
  ]);
});

it('takes in what comes in other callbacks of the same turn', async () => {
  const done = await worked(['a', 'b'], (start) => process.nextTick(start));
  expect(done.indexOf('b reads')).toBeLessThan(done.indexOf('a answers'));
});

it('does not have the first of a crowd wait for all', async () => {
  const crowd = Array.from({ length: 200 }, (_, number) => String(number));
  const done = await worked(crowd);
  expect(done).toHaveLength(600);
  expect(done.indexOf('0 answers')).toBeLessThan(done.indexOf('199 reads'));
  expect(done.filter((line) => line.endsWith('answers'))).toEqual(crowd.map((name) => `${name} answers`));
});

it('takes in what comes when another round is over', async () => {
  const { enter, step } = createLockstep();
  for (let round = 0; round < 3; round += 1) {
    await Promise.all([enter().then(step), enter().then(step)]);
  }
  await expect(enter()).resolves.toBeUndefined();
});

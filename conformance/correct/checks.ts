import { expect } from 'vitest';
import type { CorrectStage } from './stage.ts';

export interface Check {
  readonly title: string;
  readonly run: (stage: CorrectStage) => Promise<void>;
}

const offers = (log: readonly string[]): string[] => log.filter((line) => line.startsWith('offer'));

/** What a client has to get right, and a naive one does not; by the points of what the SDK promises. */
export const CHECKS: readonly Check[] = [
  {
    title: '1: an offer pushed while the first reads are under way is not lost',
    run: async (stage) => {
      stage.wire.holding = '/Reservations"';
      const desk = await stage.start();
      await stage.pass(0);
      expect(stage.wire.answersHeld).toBeGreaterThan(0);
      // The answer that is held was made before this.
      const { reservation } = await stage.newTask();
      await stage.pass(0);
      stage.wire.release();
      await stage.pass(0);
      expect(desk.log).toContain('ready');
      expect(offers(desk.log)).toEqual([`offer ${reservation}`]);
    },
  },
  {
    title: '1: ready comes after every page',
    run: async (stage) => {
      const made = [await stage.newTask(), await stage.newTask(), await stage.newTask()];
      const desk = await stage.start();
      await stage.pass(0);
      expect(desk.log).toEqual([...made.map(({ reservation }) => `offer ${reservation}`), 'ready']);
    },
  },
  {
    title: '2: a failed first read is tried again, with pauses that grow up to half a minute',
    run: async (stage) => {
      stage.wire.failing = 8;
      const desk = await stage.start();
      await stage.pass(0);
      const { requests } = stage.wire;
      const pauses: number[] = [];
      while (stage.wire.failing > 0 && pauses.length < 8) {
        const before = requests.length;
        const last = requests.at(-1) ?? 0;
        for (let second = 0; second < 40 && requests.length === before; second += 1) await stage.pass(1);
        pauses.push(Math.round(((requests.at(-1) ?? 0) - last) / 1_000));
      }
      await stage.pass(40);
      expect(desk.log).toEqual(['ready']);
      expect(pauses).toEqual([1, 2, 4, 8, 16, 30, 30]);
    },
  },
  {
    title: '3: after an outage what ended is told to have ended, what came is told, what came and went is not',
    run: async (stage) => {
      const desk = await stage.ready();
      const [ended, kept] = [await stage.newTask(), await stage.newTask()];
      await stage.pass(0);
      stage.wire.cut();
      await stage.cancel(ended.task);
      const brief = await stage.newTask();
      await stage.cancel(brief.task);
      const fresh = await stage.newTask();
      await stage.pass(40);
      const told = desk.log.filter((line) => line !== 'ready');
      const [first, second, ...missed] = told;
      expect([first, second]).toEqual([`offer ${ended.reservation}`, `offer ${kept.reservation}`]);
      expect(missed.sort()).toEqual([`end ${ended.reservation}`, `offer ${fresh.reservation}`].sort());
    },
  },
  {
    title: '4: a socket that has gone silent is replaced',
    run: async (stage) => {
      const desk = await stage.ready();
      stage.wire.silent = true;
      await stage.pass(20);
      const { reservation } = await stage.newTask();
      await stage.pass(1);
      stage.wire.silent = false;
      // The network is back; the old socket is not, whatever it looks like.
      stage.wire.cutOff();
      await stage.pass(70);
      expect(offers(desk.log)).toEqual([`offer ${reservation}`]);
      expect(stage.wire.sockets).toBe(2);
    },
  },
  {
    title: '5: stopping leaves no timer',
    run: async (stage) => {
      const desk = await stage.ready();
      await desk.stop();
      await stage.pass(0);
      expect([...stage.timers]).toEqual([]);
    },
  },
  {
    title: '6: of several tabs of one worker one acts and all see; when that one is closed another acts',
    run: async (stage) => {
      const tabs = [await stage.startTab(), await stage.startTab(), await stage.startTab()];
      await stage.pass(1);
      const first = await stage.newTask();
      await stage.pass(1);
      const seen = ['ready', `offer ${first.reservation}`];
      expect(tabs.map(({ log }) => log)).toEqual([seen, seen, seen]);
      const acting = tabs.filter((tab) => tab.acts());
      expect([acting.length, stage.wire.sockets]).toEqual([1, 1]);
      await acting[0]?.stop();
      await stage.pass(1);
      const others = tabs.filter((tab) => tab !== acting[0]);
      expect(others.filter((tab) => tab.acts())).toHaveLength(1);
      const second = await stage.newTask();
      await stage.pass(1);
      const later = [`offer ${first.reservation}`, `offer ${second.reservation}`];
      expect(others.map(({ log }) => offers(log))).toEqual([later, later]);
    },
  },
  {
    title: '7: an answer that overtakes its frame swallows no event, and none is told twice',
    run: async (stage) => {
      const desk = await stage.ready();
      await desk.setAttributes({ n: 1 });
      expect(desk.attributes()).toEqual({ n: 1 });
      await stage.pass(0);
      expect(desk.log.filter((line) => line.startsWith('attributes'))).toEqual(['attributes {"n":1}']);
    },
  },
  {
    title: '7: an answer that comes late overwrites nothing newer',
    run: async (stage) => {
      const desk = await stage.ready();
      stage.wire.holding = '"Attributes":';
      const answer = desk.setAttributes({ n: 1 });
      await stage.pass(1);
      await stage.setAttributes({ n: 2 });
      await stage.pass(1);
      stage.wire.release();
      await answer;
      expect(desk.attributes()).toEqual({ n: 2 });
    },
  },
  {
    title: '8: being offline is a state: nothing escapes, and it passes',
    run: async (stage) => {
      stage.wire.down = true;
      const desk = await stage.start();
      await stage.pass(60);
      stage.wire.down = false;
      await stage.pass(40);
      stage.wire.failing = 1;
      stage.wire.cut();
      await stage.pass(40);
      expect(stage.escaped).toEqual([]);
      expect(desk.log).toEqual(['ready', 'ready']);
    },
  },
];

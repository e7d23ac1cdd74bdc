import type { JsonObject } from '@taskbay/protocol';
import { describe, expect, it } from 'vitest';
import {
  compileFilterExpression,
  compileQueueExpression,
  compileSkipExpression,
  compileTargetExpression,
  compileWorkerFilterExpression,
} from './contexts.ts';
import { ExpressionError } from './errors.ts';
import { exampleWorker } from './worker.fixture.ts';

const SATURDAY_8_05 = Date.UTC(2026, 10, 21, 8, 5);
const INHERITED = ['constructor', '__proto__', 'hasOwnProperty', 'toString'];

describe('TargetWorkers', () => {
  const matches = (text: string, attributes: JsonObject) => compileQueueExpression(text).matches({ attributes });

  it('reads bare names as worker attributes', () => {
    const attributes = { skills: ['support'], languages: ['english'], skill_rating: 5.1 };
    expect(matches("(skills HAS 'support') AND (languages HAS 'english')", attributes)).toBe(true);
    expect(matches('skill_rating >= 5.1', attributes)).toBe(true);
    expect(matches('tech_support_skill > 5', { tech_support_skill: '6' })).toBe(true);
  });

  it('knows neither fields of the worker nor the time of day', () => {
    expect(matches('sid == null AND taskrouter.currentTime == null', {})).toBe(true);
    expect(matches('taskrouter.currentTime == 5', { taskrouter: { currentTime: 5 } })).toBe(true);
  });

  it.each(INHERITED)('sees %s only as an attribute of its own', (name) => {
    expect(matches(`${name} == null`, {})).toBe(true);
    expect(matches(`nested.${name} == null AND list.${name} == null`, { nested: {}, list: [1] })).toBe(true);
    expect(matches(`${name} == 'own'`, JSON.parse(`{"${name}": "own"}`) as JsonObject)).toBe(true);
  });

  it.each(['', '  \n'])('matches no worker when it is %j', (text) => {
    expect(compileQueueExpression(text)).toMatchObject({ text, ast: undefined });
    expect(matches(text, { a: 1 })).toBe(false);
  });

  it('keeps the text as sent and refuses what it cannot read', () => {
    expect(compileQueueExpression(' a=1 ').text).toBe(' a=1 ');
    expect(() => compileQueueExpression('vip')).toThrow(ExpressionError);
  });
});

describe('TargetWorkersExpression', () => {
  const worker = exampleWorker({ skill: 3, sid: 'own', nested: { sid: 'deep' } });

  it.each([
    ["sid == 'WK0000000000000000000000000000000a'", true],
    ["friendly_name == 'Ada'", true],
    ["activity_name == 'Available'", true],
    ["activity_sid == 'WA0000000000000000000000000000000b'", true],
    ["sid == 'own'", false],
    ["nested.sid == 'deep'", true],
    ['skill > 2', true],
    ['sid[0] == null', true],
    ['', false],
  ])('%s is %s', (text, result) => {
    expect(compileWorkerFilterExpression(text).matches(worker)).toBe(result);
  });
});

describe('filter expression', () => {
  const matches = (text: string, attributes: JsonObject) =>
    compileFilterExpression(text).matches({ task: { attributes }, now: SATURDAY_8_05 });

  it.each<[rule: string, text: string, attributes: JsonObject, result: boolean]>([
    [
      'bare names are task attributes',
      "customer_value == 'Gold' AND type == 'ticket'",
      { customer_value: 'Gold', type: 'ticket' },
      true,
    ],
    ['task. is an alias', "task.type == 'ticket'", { type: 'ticket' }, true],
    ['an attribute named task wins', "task.type == 'ticket'", { type: 'ticket', task: { type: 'call' } }, false],
    ['an attribute named task wins', "task.type == 'call'", { type: 'ticket', task: { type: 'call' } }, true],
    ['an attribute named task wins even when null', 'task.type == null', { type: 'ticket', task: null }, true],
    ['task alone is an attribute', 'task == 1', { task: 1 }, true],
    ['task alone is no alias', 'task == null', { type: 'ticket' }, true],
    ['worker is just an attribute', 'worker.sid == 1', { worker: { sid: 1 } }, true],
    ['currentTime is a number', 'taskrouter.currentTime == 805', {}, true],
    ['leading zeros are decimal', 'taskrouter.currentTime > 0800', {}, true],
    [
      'currentHour is a string that compares as a number',
      "taskrouter.currentHour == '08' AND taskrouter.currentHour >= 8",
      {},
      true,
    ],
    ['currentMin', 'taskrouter.currentMin == 5', {}, true],
    ['dayOfWeek', "taskrouter.dayOfWeek = 'Sat'", {}, true],
    ['dayOfWeek is case-sensitive', "taskrouter.dayOfWeek == 'SAT'", {}, false],
    ['taskrouter wins over an attribute', "taskrouter.dayOfWeek == 'x'", { taskrouter: { dayOfWeek: 'x' } }, false],
    ['unknown taskrouter value', 'taskrouter.year == null AND taskrouter.dayOfWeek.x == null', {}, true],
    ['empty never matches', '', { a: 1 }, false],
  ])('%s: %s', (_rule, text, attributes, result) => {
    expect(matches(text, attributes)).toBe(result);
  });

  it.each(INHERITED)('sees %s only as an attribute of its own', (name) => {
    expect(matches(`${name} == null AND task.${name} == null`, {})).toBe(true);
  });
});

describe('target expression', () => {
  const worker = exampleWorker({ language: 'en', sid: 'own', channel: { chat: { assigned_tasks: 9, note: 'n' } } });
  const task = { attributes: { language: 'en', worker_sid: worker.sid, agents: ['Ada', 'Bob'] } };
  const matches = (text: string) => compileTargetExpression(text).matches({ task, worker, now: SATURDAY_8_05 });

  it.each([
    ['task against worker', 'task.language == worker.language', true],
    ['built-in sid', 'task.worker_sid = worker.sid', true],
    ['the built-in wins over the attribute', "worker.sid == 'own'", false],
    ['nothing lies below a built-in', 'worker.sid.x == null AND worker.sid[0] == null', true],
    ['friendly name', 'worker.friendly_name IN task.agents', true],
    ['activity name', "worker.activity_name == 'Available'", true],
    ['activity sid', "worker.activity_sid == 'WA0000000000000000000000000000000b'", true],
    ['configured capacity', 'worker.channel.chat.configured_capacity == 3', true],
    ['assigned tasks win over the attribute', 'worker.channel.chat.assigned_tasks == 1', true],
    ['available capacity', 'worker.channel.voice.available_capacity_percentage == 100', true],
    ['unknown channel', 'worker.channel.sms.assigned_tasks == null', true],
    ['other paths below channel are attributes', "worker.channel.chat.note == 'n'", true],
    ['bare name', 'language == null', true],
    ['bare prefix', 'worker == null AND task == null', true],
    ['time of day', "taskrouter.dayOfWeek == 'Sat'", true],
    ['unknown prefix', 'workers.available == null', true],
    ['inherited properties', 'worker.constructor == null AND task.__proto__ == null', true],
    ['empty counts as absent', '', true],
    ['blank counts as absent', ' ', true],
  ])('%s: %s', (_rule, text, result) => {
    expect(matches(text)).toBe(result);
  });
});

describe('skip_if', () => {
  const counts: ReadonlyMap<string, number> = new Map([['WA0000000000000000000000000000000b', 2]]);
  const queue = { available: 0, unavailable: 3, byActivity: (sid: string) => counts.get(sid) ?? 0 };
  const matches = (text: string) => compileSkipExpression(text).matches(queue);

  it.each([
    ['1==1', true],
    ['workers.available == 0', true],
    ['workers.available > 0', false],
    ['workers.unavailable >= 3', true],
    ['workers.WA0000000000000000000000000000000b == 2', true],
    ['workers.WA0000000000000000000000000000000c == 0', true],
    ['workers.WA0000000000000000000000000000000b < 2 OR workers.available == 0', true],
    ['workers.other == null', true],
    ['workers.available.x == null', true],
    ['available == null', true],
    ['task.a == null', true],
    ['', false],
  ])('%s is %s', (text, result) => {
    expect(matches(text)).toBe(result);
  });
});

import type { EngineEvent } from '../../src/engine/events.ts';
import type { Deadline } from '../../src/engine/timers.ts';
import { timerName } from '../../src/runtime/timer-name.ts';
import { ask } from './ask.ts';
import { VERBS } from './commands.ts';
import { printAttributes, printData, printEvent, printRecord, printRejection } from './print.ts';
import { printStatistics } from './statistics.ts';
import { printTrace } from './why.ts';
import { parseWords, type Words } from './words.ts';
import { type Done, World } from './world.ts';

const OUTPUT = '    ';

/**
 * Plays a transcript and answers with its text as it should read; `observe` sees every event there is. Lines starting
 * with four blanks are output and are replaced; `given` hides what a command does; lines starting with `  |` belong to
 * the command above; `#` is a comment.
 */
export function playTranscript(text: string, observe?: (event: EngineEvent, now: number) => void): string {
  const world = new World(observe);
  const written: string[] = [];
  const lines = text.trimEnd().split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith(OUTPUT)) continue;
    written.push(line);
    if (line === '' || line.startsWith('#') || line.startsWith('  |')) continue;
    const block: string[] = [];
    for (let next = at + 1; lines[next]?.startsWith('  |'); next += 1) block.push(lines[next] ?? '');
    const output = play(world, line.trim(), block);
    written.push(...block, ...output.map((row) => OUTPUT + row));
    at += block.length;
  }
  return `${written.join('\n')}\n`;
}

/** What is asked of a world, with the words of the question. */
const QUESTIONS: Readonly<Record<string, (world: World, words: Words) => string[]>> = {
  advance: (world, { plain }) => advance(world, world.now + Number(plain[0]) * 1000),
  show: (world, { plain }) => plain.map((name) => `${name}: ${printRecord(world, world.sid(name))}`),
  attributes: (world, { plain }) => [printAttributes(world, world.sid(plain[0] ?? ''))],
  sids: (world, { plain }) => plain.map((name) => `${name}: ${world.sid(name)}`),
  ask,
  why: (world, { plain }) => printTrace(world, world.sid(plain[0] ?? '')),
  statistics: printStatistics,
  replay: (world) => [world.replay()],
};

/** What takes a whole line, and how it plays it. */
const MANNERS: Readonly<Record<string, (world: World, line: string, block: readonly string[]) => string[]>> = {
  given,
  repeat,
  fields,
  late,
};

function play(world: World, line: string, block: readonly string[]): string[] {
  const words = wordsOf(world, line);
  const { verb } = words;
  const manner = MANNERS[verb];
  if (manner !== undefined) return manner(world, line.slice(verb.length + 1), block);
  const question = QUESTIONS[verb];
  if (question !== undefined) return question(world, words);
  return printDone(world, command(world, words, block));
}

/** `sid(alice)` stands for the SID wherever a text wants one: an attribute, an expression. */
function wordsOf(world: World, line: string): Words {
  return parseWords(line.replaceAll(/\bsid\((\w+)\)/g, (_, name: string) => world.sid(name)));
}

function command(world: World, words: Words, block: readonly string[]): Done {
  const build = VERBS[words.verb];
  if (build === undefined) throw new Error(`Unknown verb in a transcript: ${words.verb}`);
  const done = world.run(build(world, words, block));
  register(world, words.verb, words.plain[0] ?? '', done);
  return done;
}

/** Hides what a command does; it may not be refused. */
function given(world: World, line: string, block: readonly string[]): string[] {
  const output = play(world, line, block);
  const refused = output.find((row) => row.startsWith('refused'));
  if (refused !== undefined) throw new Error(`${line}: ${refused}`);
  return [];
}

/** Plays a line again and again and shows the last time only; `#` in it is the number of the time. */
function repeat(world: World, line: string): string[] {
  const times = Number.parseInt(line, 10);
  const repeated = line.replace(/^\d+ /, '');
  let output: string[] = [];
  world.checksRefusals = false;
  for (let round = 1; round <= times; round += 1) output = play(world, repeated.replaceAll('#', String(round)), []);
  world.checksRefusals = true;
  return output;
}

/** Shows what each event says: its data, name by name. */
function fields(world: World, line: string, block: readonly string[]): string[] {
  const { events } = command(world, wordsOf(world, line), block);
  return events.flatMap((event) => [printEvent(world, event), ...printData(world, event)]);
}

/** The next timer comes too late: at its moment the command is first. */
function late(world: World, line: string, block: readonly string[]): string[] {
  const deadline = world.state.deadlines.next();
  if (deadline === undefined) throw new Error(`No timer is armed that could be late: ${line}`);
  world.now = deadline.due;
  const title = `late: ${timerOf(world, deadline)}`;
  return [...play(world, line, block), ...fire(world, deadline, title)];
}

function printDone(world: World, done: Done): string[] {
  if (done.rejection !== undefined) return [printRejection(world, done.rejection)];
  if (done.events.length === 0) return ['nothing'];
  return done.events.map((event) => printEvent(world, event));
}

/** Fires what falls due, one timer at a time, each with the moment it was due. */
function advance(world: World, target: number): string[] {
  const start = world.now;
  const output: string[] = [];
  for (;;) {
    const deadline = world.state.deadlines.next();
    if (deadline === undefined || deadline.due > target) break;
    world.now = Math.max(world.now, deadline.due);
    output.push(...fire(world, deadline, `+${(world.now - start) / 1000}s ${timerOf(world, deadline)}`));
  }
  world.now = target;
  return output.length === 0 ? ['nothing'] : output;
}

/** Named before it is fired: what it was for may be gone then. */
function timerOf(world: World, deadline: Deadline): string {
  return `${timerName(world.state.tables, deadline)} ${world.nameOf(deadline.sid)}`;
}

function fire(world: World, { kind, sid, sequence }: Deadline, title: string): string[] {
  const done = world.run(
    { type: 'timer.fire', kind, sid, sequence },
    { type: 'workspace', sid: world.sid('workspace') },
  );
  return [title, ...printDone(world, done).map((row) => `  ${row}`)];
}

/** A created record goes by the name its command gave it. */
function register(world: World, verb: string, name: string, { subject }: Done): void {
  const created = {
    activity: subject?.activity,
    queue: subject?.queue,
    workflow: subject?.workflow,
    worker: subject?.worker,
    task: subject?.task,
    channel: subject?.channel,
    transfer: subject?.transfer,
  }[verb];
  if (created !== undefined) world.name(created.sid, name);
}

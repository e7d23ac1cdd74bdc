import type { EngineEvent } from '../../src/engine/events.ts';
import { timerName } from '../../src/runtime/timer-name.ts';
import { ask } from './ask.ts';
import { VERBS } from './commands.ts';
import { printAttributes, printEvent, printRecord, printRejection } from './print.ts';
import { printStatistics } from './statistics.ts';
import { printTrace } from './why.ts';
import { parseWords } from './words.ts';
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

function play(world: World, line: string, block: readonly string[]): string[] {
  if (line.startsWith('given ')) {
    const output = play(world, line.slice('given '.length), block);
    const refused = output.find((row) => row.startsWith('refused'));
    if (refused !== undefined) throw new Error(`${line}: ${refused}`);
    return [];
  }
  // `sid(alice)` stands for the SID wherever a text wants one: an attribute, an expression.
  const words = parseWords(line.replaceAll(/\bsid\((\w+)\)/g, (_, name: string) => world.sid(name)));
  if (words.verb === 'advance') return advance(world, world.now + Number(words.plain[0]) * 1000);
  if (words.verb === 'show') return words.plain.map((name) => `${name}: ${printRecord(world, world.sid(name))}`);
  if (words.verb === 'attributes') return [printAttributes(world, world.sid(words.plain[0] ?? ''))];
  if (words.verb === 'ask') return ask(world, words);
  if (words.verb === 'why') return printTrace(world, world.sid(words.plain[0] ?? ''));
  if (words.verb === 'statistics') return printStatistics(world, words);
  if (words.verb === 'repeat') return repeat(world, Number(words.plain[0]), words.plain.slice(1).join(' '));
  const build = VERBS[words.verb];
  if (build === undefined) throw new Error(`Unknown verb in a transcript: ${line}`);
  const done = world.run(build(world, words, block));
  register(world, words.verb, words.plain[0] ?? '', done);
  return printDone(world, done);
}

/** Plays a line again and again and shows the last time only. */
function repeat(world: World, times: number, line: string): string[] {
  let output: string[] = [];
  world.checksRefusals = false;
  for (let round = 0; round < times; round += 1) output = play(world, line, []);
  world.checksRefusals = true;
  return output;
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
    const { kind, sid, sequence } = deadline;
    const [what, name] = [timerName(world.state.tables, deadline), world.nameOf(sid)];
    const done = world.run(
      { type: 'timer.fire', kind, sid, sequence },
      { type: 'workspace', sid: world.sid('workspace') },
    );
    output.push(`+${(world.now - start) / 1000}s ${what} ${name}`);
    output.push(...printDone(world, done).map((row) => `  ${row}`));
  }
  world.now = target;
  return output.length === 0 ? ['nothing'] : output;
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

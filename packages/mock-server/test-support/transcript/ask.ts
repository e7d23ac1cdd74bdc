import type { JsonObject } from '@taskbay/protocol';
import {
  compileFilterExpression,
  compileQueueExpression,
  compileSkipExpression,
  compileTargetExpression,
} from '../../src/engine/expressions/contexts.ts';
import { ExpressionError } from '../../src/engine/expressions/errors.ts';
import { workerFacts } from '../../src/engine/views/worker-facts.ts';
import { attributesIn, type Words } from './words.ts';
import type { World } from './world.ts';

/**
 * `ask filter|queue "<expression>" a=1 …` with attributes of a task or worker; `ask target "<expression>" <worker> a=1 …`
 * with a worker of the world and attributes of a task; `ask skip "<expression>" available=1 unavailable=0`.
 */
export function ask(world: World, words: Words): string[] {
  const [context = '', text = '', worker = ''] = words.plain;
  const attributes = attributesIn(words, []) ?? {};
  try {
    return [String(answer(world, { context, text, worker, attributes }))];
  } catch (error) {
    if (error instanceof ExpressionError) return [`refused ${error.message}`];
    throw error;
  }
}

interface Question {
  readonly context: string;
  readonly text: string;
  readonly worker: string;
  readonly attributes: JsonObject;
}

function answer(world: World, { context, text, worker, attributes }: Question): boolean {
  const task = { attributes };
  switch (context) {
    case 'filter':
      return compileFilterExpression(text).matches({ task, now: world.now });
    case 'queue':
      return compileQueueExpression(text).matches({ attributes });
    case 'target': {
      const record = world.state.tables.worker.get(world.sid(worker));
      if (record === undefined) throw new Error(`No worker ${worker} to ask about`);
      return compileTargetExpression(text).matches({ task, worker: workerFacts(world.state, record), now: world.now });
    }
    case 'skip': {
      const { available = 0, unavailable = 0 } = attributes;
      const counted = { available: Number(available), unavailable: Number(unavailable), byActivity: () => 0 };
      return compileSkipExpression(text).matches(counted);
    }
    default:
      throw new Error(`No expressions of the kind ${context}`);
  }
}

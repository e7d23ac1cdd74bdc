import { attributesDocument } from '../../src/engine/commands.ts';
import type { AttributesDocument } from '../../src/engine/records.ts';
import type { TaskAttributes, WorkerAttributes } from './model/records.ts';

/** Attributes as a command carries them; what is undefined is not there. */
export function attributesOf(attributes: TaskAttributes | WorkerAttributes): AttributesDocument {
  const document = attributesDocument(JSON.stringify(attributes));
  if (document === undefined) throw new Error('Attributes of a task or worker must be an object');
  return document;
}

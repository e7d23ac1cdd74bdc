import type { JsonObject } from '@taskbay/protocol';
import type { Task } from '../records.ts';

function textIn(attributes: JsonObject, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** Where a worker is called: the instruction's own address, else the attribute `contact_uri`. */
export function contactOf(given: string | undefined, attributes: JsonObject): string | undefined {
  return given === undefined || given === '' ? textIn(attributes, 'contact_uri') : given;
}

/** The customer's call that waits for a worker: the attribute `call_sid`. */
export function customerCallOf({ attributes }: Task): string | undefined {
  const { call_sid: sid } = attributes.value;
  return typeof sid === 'string' && sid !== '' ? sid : undefined;
}

/** The customer's number in an outbound task: the attribute `outbound_to`. */
export function customerNumberOf(task: Task): string | undefined {
  return textIn(task.attributes.value, 'outbound_to');
}

/** Whom a call to a worker comes from: what the instruction says, else the number the customer called or is called from. */
export function callerIdOf(given: string | undefined, task: Task): string | undefined {
  if (given !== undefined && given !== '') return given;
  const { value } = task.attributes;
  return customerCallOf(task) === undefined && customerNumberOf(task) !== undefined
    ? textIn(value, 'from')
    : textIn(value, 'called', 'to');
}

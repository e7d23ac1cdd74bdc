import type { Parameters } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import { put } from '../store/store.ts';
import { read } from '../wire/read.ts';
import type { Context } from './entity.ts';
import type { Transfer } from './transfer.ts';

/** Makes or changes a transfer; the answer enters the store. */
export async function sendTransfer(
  { api, store }: Context,
  tail: string,
  params: Parameters,
  options: CallOptions | undefined,
): Promise<Transfer> {
  return put(store, read(await api.post(`~/Transfers${tail}`, params, options))) as Transfer;
}

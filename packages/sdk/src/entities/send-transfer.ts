import type { Parameters } from '../commands/api.ts';
import type { CallOptions } from '../commands/client.ts';
import type { TransferRecord } from '../store/records.ts';
import { decode } from '../wire/decode.ts';
import type { Context } from './entity.ts';

/** Makes or changes a transfer; the answer enters the store. */
export async function sendTransfer(
  { api, store }: Context,
  tail: string,
  params: Parameters,
  options: CallOptions | undefined,
): Promise<TransferRecord> {
  return store.put('transfer', decode('transfer', await api.post(`~/Transfers${tail}`, params, options)));
}

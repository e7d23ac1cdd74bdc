/** Path of the v2 event bridge, for GET upgrade and POST; the v1 bridge adds `/{AccountSid}/{ChannelSid}`. */
export const BRIDGE_PATH = '/v1/wschannels';

export interface ConnectQuery {
  readonly token: string;
  readonly closeExistingSessions: boolean;
  /** v2 only: version of the connecting client. */
  readonly clientVersion?: string | undefined;
  /** v2 only: whether losing the last socket takes the worker offline; absent means yes. */
  readonly setWorkerOfflineIfDisconnected?: boolean | undefined;
  /** v1 only: activity to enter when the last socket goes. */
  readonly disconnectActivitySid?: string | undefined;
}

/** Reads the query of a socket request (its `searchParams`); unknown names are ignored, a missing token reads as ''. */
export function parseConnectQuery(search: { get(name: string): string | null }): ConnectQuery {
  const clientVersion = search.get('clientVersion');
  const offline = search.get('setWorkerOfflineIfDisconnected');
  const activity = search.get('disconnectActivitySid');
  return {
    token: search.get('token') ?? '',
    closeExistingSessions: search.get('closeExistingSessions') === 'true',
    ...(clientVersion === null ? {} : { clientVersion }),
    ...(offline === null ? {} : { setWorkerOfflineIfDisconnected: offline !== 'false' }),
    ...(activity === null || activity === '' ? {} : { disconnectActivitySid: activity }),
  };
}

export const AC = 'AC00000000000000000000000000000001';
export const WS = 'WS00000000000000000000000000000001';
export const WK = 'WK00000000000000000000000000000001';

function unsigned(header: object, payload: object): string {
  const segment = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${segment(header)}.${segment(payload)}.c2lnbmF0dXJl`;
}

/** A v1 token in shape; the SDK checks no signature. */
export function capabilityToken(exp: number, claims: object = {}): string {
  const payload = { iss: AC, exp, version: 'v1', account_sid: AC, workspace_sid: WS, channel: WK, worker_sid: WK };
  return unsigned({ typ: 'JWT', alg: 'HS256' }, { ...payload, policies: [], ...claims });
}

/** A v2 token in shape. */
export function accessToken(exp: number, workerSid = WK): string {
  const grants = { identity: 'alice', task_router: { workspace_sid: WS, worker_sid: workerSid, role: 'worker' } };
  return unsigned(
    { typ: 'JWT', alg: 'HS256', cty: 'twilio-fpa;v=1' },
    { jti: `SK1-${exp}`, iss: 'SK1', sub: AC, exp, grants },
  );
}

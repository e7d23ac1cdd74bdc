const NORMAL = 1000;
/** Never sent: they stand for "no code" and for "no close frame" (RFC 6455 §7.4.1). */
const RESERVED: ReadonlySet<number> = new Set([1004, 1005, 1006]);
const LAST_OF_PROTOCOL = 1014;
const APPLICATION = [3000, 4999] as const;

/** What fits into a close frame beside the code. */
export const MAX_REASON_BYTES = 123;

/** Closed without a code, or without a close frame. */
export const NO_CODE = 1005;
export const ABNORMAL = 1006;
export const TOO_BIG = 1009;

/** Whether a server may close with this code. */
export function isSendable(code: number): boolean {
  return (code >= NORMAL && code <= LAST_OF_PROTOCOL && !RESERVED.has(code)) || isApplication(code);
}

/** Whether an application may: 1000 and the ranges left to it. */
export function isCallable(code: number): boolean {
  return code === NORMAL || isApplication(code);
}

export function fits(reason: string): boolean {
  return new TextEncoder().encode(reason).byteLength <= MAX_REASON_BYTES;
}

function isApplication(code: number): boolean {
  return Number.isInteger(code) && code >= APPLICATION[0] && code <= APPLICATION[1];
}

/** Numbers of the service's error dictionary that this product answers with. */
export const ERROR_CODES = {
  invalidParameter: 20001,
  unauthorized: 20003,
  methodNotAllowed: 20004,
  notFound: 20404,
  forbidden: 20403,
  tooManyRequests: 20429,
  invalidToken: 20101,
  tokenExpired: 20104,
  tokenTooLong: 20157,
  invalidPageToken: 21481,
  absolutePaging: 40153,
  statisticsWindow: 14241,
} as const;

/** Address of an error's page, as every error body carries it. */
export function moreInfo(code: number): string {
  return `https://www.twilio.com/docs/errors/${code}`;
}

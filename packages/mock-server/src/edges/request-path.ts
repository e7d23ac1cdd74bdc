/** The path of a request's URL, for logs: its query may carry a token. */
export function requestPath(url: string | undefined): string {
  const [base = ''] = (url ?? '').split('?');
  return base.replace(/^[a-z]+:\/\/[^/]*/, '') || '/';
}

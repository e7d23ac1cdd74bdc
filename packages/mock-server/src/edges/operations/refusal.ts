import type { Rejection } from '../../engine/rejections.ts';

/** Why a request was not carried out: the engine's reasons and those of the edges. Each edge renders them in its format. */
export type Refusal =
  | Rejection
  | { readonly code: 'unknown_route'; readonly path: string }
  | { readonly code: 'method_not_allowed'; readonly method: string; readonly path: string }
  | { readonly code: 'malformed_body'; readonly problem: string }
  | { readonly code: 'body_too_large'; readonly limit: number }
  | { readonly code: 'statistics_window' }
  | { readonly code: 'worker_statistics'; readonly workers: number; readonly limit: number }
  /** Requests per second. */
  | { readonly code: 'too_many_requests'; readonly limit: number }
  | { readonly code: 'bad_page_token'; readonly token: string }
  | { readonly code: 'absolute_paging' }
  | { readonly code: 'unauthorized'; readonly problem: string }
  | { readonly code: 'token_expired' }
  | { readonly code: 'forbidden'; readonly problem: string };

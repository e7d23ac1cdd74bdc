import { hide } from './convert.ts';

/** What a callback gets as its first argument: the HTTP status (0: no answer) and a text. Not an `Error`. */
export class HttpError {
  declare readonly code: number;
  declare readonly message: string;

  constructor(code: number, message: string) {
    hide(this, 'code', code);
    hide(this, 'message', message);
  }
}

/** The client went away in the middle of its body. Nobody waits for an answer, and nothing is wrong with the server. */
export class HungUp extends Error {
  override readonly name = 'HungUp';
}

/** State of one sfc32 stream: four 32-bit words. */
export type RandomStream = [number, number, number, number];

/** Named stream of a seed: the same (seed, name) always starts at the same place, and streams never shift one another. */
export function createStream(seed: number, name: string): RandomStream {
  const hash = fnv1a(name);
  const stream: RandomStream = [seed >>> 0, Math.floor(seed / 0x1_0000_0000) >>> 0, hash, 1];
  for (let round = 0; round < 16; round += 1) nextUint32(stream);
  return stream;
}

/** Puts a stream to where another one stands. */
export function setStream(stream: RandomStream, to: Readonly<RandomStream>): void {
  stream[0] = to[0];
  stream[1] = to[1];
  stream[2] = to[2];
  stream[3] = to[3];
}

/** Next 32-bit unsigned number; advances the stream in place. */
export function nextUint32(stream: RandomStream): number {
  // By index: taking the tuple apart makes an iterator and its results for every draw.
  const a = stream[0];
  const b = stream[1];
  const c = stream[2];
  const out = (((a + b) | 0) + stream[3]) | 0;
  stream[3] = (stream[3] + 1) | 0;
  stream[0] = b ^ (b >>> 9);
  stream[1] = (c + (c << 3)) | 0;
  stream[2] = (((c << 21) | (c >>> 11)) + out) | 0;
  return out >>> 0;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

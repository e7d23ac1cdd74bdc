// The engine compiles without any host's library; the protocol's codecs name this one web type.
interface URLSearchParams {
  get(name: string): string | null;
}

/** How the streams of one node are called on a server that may hold those of others too. */
export interface Names {
  /** Prefix of all streams of the log. */
  readonly log: string;
  /** Where the log keeps what it is called. */
  readonly identity: string;
  /** Where it keeps which keys it is written with. */
  readonly keys: string;
  ofStream(stream: string): string;
  streamOf(name: string): string;
  /** Prefix of all streams that keep event ids. */
  readonly ids: string;
  /** The stream that an event id has to itself: written once, in the same append as the event. */
  ofId(id: string): string;
}

/** No dot, so that no node’s prefix begins like another’s; no capital, because an append of the server takes names that differ in case only for one. */
const PREFIX = /^[a-z0-9][a-z0-9:_-]{0,99}$/;

export function makeNames(prefix: string): Names {
  if (!PREFIX.test(prefix)) throw new RangeError(`No prefix of streams: ${JSON.stringify(prefix)}`);
  const log = `${prefix}.log.`;
  const ids = `${prefix}.id.`;
  return {
    log,
    ids,
    identity: `${prefix}.store`,
    keys: `${prefix}.keys`,
    ofStream: (stream) => log + stream,
    streamOf: (name) => name.slice(log.length),
    ofId: (id) => ids + id,
  };
}

import {
  type KurrentDBClient,
  type ReadStreamOptions as ClientReadStreamOptions,
  BACKWARDS,
  END,
  FORWARDS,
} from '@kurrent/kurrentdb-client';
import { type Position, type ReadStreamOptions, type Revision, type StoredEvent, type StreamPage } from '@interlock/kernel';
import { collect } from './collect.ts';
import { type Connection } from './connection.ts';
import { CutShort } from './kurrent-errors.ts';
import { type Names } from './names.ts';

export interface StreamReads {
  stream(stream: string, options: ReadStreamOptions): Promise<StreamPage>;
  headOf(stream: string): Promise<Revision>;
  /** Head of the stream when the log stood just before that position. */
  headBefore(stream: string, position: Position): Promise<Revision>;
}

const BACK_EVENTS = 64;

export function makeStreamReads(connection: Connection, names: Names): StreamReads {
  const read = async (client: KurrentDBClient, name: string, options: ClientReadStreamOptions) =>
    collect(names, client.readStream(names.ofStream(name), { ...options, requiresLeader: true }));
  const headIn = async (client: KurrentDBClient, name: string): Promise<Revision> => {
    const { events, isMissing } = await read(client, name, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    if (isMissing) return -1;
    if (!events[0]) throw new CutShort();
    return events[0].revision;
  };
  const headOf = (name: string): Promise<Revision> => connection.patiently((client) => headIn(client, name));

  /** Reads on until nothing is missing up to the head that was told beside. */
  const forwards = async (name: string, from: Revision, limit: number | undefined): Promise<StreamPage> => {
    const events: StoredEvent[] = [];
    for (;;) {
      const next = from + events.length;
      const rest = limit === undefined ? {} : { maxCount: limit - events.length };
      const { page, head } = await connection.patiently(async (client) => {
        const asked = read(client, name, { direction: FORWARDS, fromRevision: BigInt(next), ...rest });
        const [{ events: found }, told] = await Promise.all([asked, headIn(client, name)]);
        if (found.length === 0 && told >= next) throw new CutShort();
        return { page: found, head: told };
      });
      events.push(...page);
      const last = events.at(-1)?.revision ?? -1;
      if (last >= head || head < from || events.length === limit) return { events, head: Math.max(head, last) };
    }
  };
  const backwards = (name: string, { from, limit }: ReadStreamOptions): Promise<readonly StoredEvent[]> =>
    connection.patiently(async (client) => {
      const fromRevision = from === undefined ? END : BigInt(from);
      const { events, isMissing } = await read(client, name, { direction: BACKWARDS, fromRevision, ...(limit && { maxCount: limit }) });
      if (!isMissing && events.length !== limit && events.at(-1)?.revision !== 0) throw new CutShort();
      return events;
    });
  return {
    headOf,
    async stream(name, options) {
      const { from, limit, direction } = options;
      if (direction !== 'backwards') return forwards(name, from ?? 0, limit);
      const events = await backwards(name, options);
      const first = events[0]?.revision;
      // Asked for more than there is, or for the end: what comes first is the head.
      const isHead = first !== undefined && (from === undefined || first < from);
      return { events, head: isHead ? first : await headOf(name) };
    },
    headBefore: (name, position) => headBefore(position, (options) => backwards(name, options)),
  };
}

async function headBefore(position: Position, read: (options: ReadStreamOptions) => Promise<readonly StoredEvent[]>): Promise<Revision> {
  for (let from: Revision | undefined; ;) {
    const events = await read({ limit: BACK_EVENTS, ...(from !== undefined && { from }) });
    const found = events.find((event) => event.position < position);
    if (found) return found.revision;
    const first = events.at(-1)?.revision ?? 0;
    if (first === 0) return -1;
    from = first - 1;
  }
}

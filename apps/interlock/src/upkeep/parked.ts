import { type LogSnapshot } from '@interlock/adapters';
import { type Parked, START, decodeEvent } from '@interlock/kernel';
import { cityFiles, withSnapshots } from './city-files.ts';

export type ParkedFact = Parked & { readonly node: string };

/** What policies could not process, of all nodes, running or not: their `parked-…` streams, folded. */
export function parkedFacts(dataDir: string): Promise<readonly ParkedFact[]> {
  const files = cityFiles(dataDir);
  return withSnapshots(files, async (logs) => {
    const found: ParkedFact[] = [];
    for (const [node, log] of logs) found.push(...(await parkedIn(log)).map((one) => ({ ...one, node })));
    return found;
  });
}

const PREFIX = 'parked-';

export async function parkedIn(log: LogSnapshot): Promise<readonly Parked[]> {
  const parked = new Map<string, Parked>();
  for (let after = START, atHead = false; !atHead;) {
    const page = await log.readAll({ after, streamPrefixes: [PREFIX] });
    for (const event of page.events) {
      const { type, data, recordedAt } = decodeEvent(event);
      const policy = event.stream.slice(PREFIX.length);
      const eventId = String(data['eventId']);
      const key = `${policy} ${eventId}`;
      if (type === 'FactParked') {
        const keys = Array.isArray(data['keys']) ? data['keys'].map(String) : [];
        parked.set(key, {
          policy,
          eventId,
          position: String(data['position']),
          keys,
          reason: String(data['reason']),
          parkedAt: recordedAt,
        });
      } else parked.delete(key);
    }
    ({ atHead, next: after } = page);
  }
  return [...parked.values()];
}

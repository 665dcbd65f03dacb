import { type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { type StoredEvent } from '@interlock/kernel';
import { CutShort, failureOf } from './kurrent-errors.ts';
import { type Names } from './names.ts';
import { recordedOf } from './recorded.ts';

/** What one read of the server brought. */
export interface Collected {
  readonly events: readonly StoredEvent[];
  /** The stream is not there. */
  readonly isMissing: boolean;
  /** The log’s own name was among what came: it is older than any event, so a read backwards that meets it has read everything. */
  readonly metIdentity: boolean;
}

export async function collect(names: Names, read: AsyncIterable<ResolvedEvent>): Promise<Collected> {
  const events: StoredEvent[] = [];
  let metIdentity = false;
  try {
    for await (const resolved of read) {
      const recorded = recordedOf(names, resolved);
      if (recorded) events.push(recorded.event);
      metIdentity ||= resolved.event?.streamId === names.identity;
    }
  } catch (error) {
    if (failureOf(error).type !== 'missing') throw error;
    return { events: [], isMissing: true, metIdentity };
  }
  return { events, isMissing: false, metIdentity };
}

/** The first event, undefined when the stream is not there. */
export async function firstOf(read: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent['event']> {
  try {
    for await (const { event } of read) return event;
  } catch (error) {
    if (failureOf(error).type !== 'missing') throw error;
    return undefined;
  }
  throw new CutShort();
}

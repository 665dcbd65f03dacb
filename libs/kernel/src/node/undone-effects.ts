import { type EventStore } from '../event-store.ts';
import { type Instant } from '../instant.ts';
import { decodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';
import { readPlace } from './checkpoints.ts';
import { entryAt } from './log-reader.ts';

/** An intent that was not done when its effect last wrote where it stands, and left no answer in its stream since. */
interface UndoneEffect {
  readonly effect: string;
  readonly stream: string;
  readonly askedAt: Instant;
}

/** What effects of a log still have to do, oldest first; read from the log, whether its node runs or not. */
export async function undoneEffects(
  store: Pick<EventStore, 'readAll' | 'readStream'>,
  effects: readonly string[],
): Promise<readonly UndoneEffect[]> {
  const undone: UndoneEffect[] = [];
  for (const effect of effects) {
    const { events } = await store.readStream(streamName('effect', effect), { direction: 'backwards', limit: 1 });
    const open = events[0] ? readPlace(decodeEvent(events[0]).data).open : [];
    for (const position of open) {
      const { id, stream, revision, recordedAt } = (await entryAt(store, position)).recorded;
      const since = await store.readStream(stream, { from: revision + 1 });
      const isAnswered = since.events.map(decodeEvent).some(({ meta }) => meta.actor.kind === 'effect' && meta.causationId === id);
      if (!isAnswered) undone.push({ effect, stream, askedAt: recordedAt });
    }
  }
  return undone;
}

import { makeMemoryEventStore } from '@interlock/adapters';
import { type EventStore, type PersonActor, type ReopenedLane, heldIn, reopenLane } from '@interlock/kernel';
import { type HouseParts, type Houses, makeParts, must, post, startHouses } from './two-houses.suite.ts';

export const LEAD: PersonActor = { kind: 'person', member: 'north', person: 'p-7', role: 'lead', unit: 'desk' };
export const LANE = { from: 'north', to: 'south' } as const;
export function commandOf(letter: string): string {
  return `0b7e9a0c-6666-4666-8666-${letter.replace('l-', '').padStart(12, '0')}`;
}

export async function postTo(houses: Houses, ...names: readonly string[]): Promise<void> {
  for (const letter of names)
    await post(houses.node('north'), letter, { to: 'south', words: `words of ${letter}`, commandId: commandOf(letter) });
}

/** The log as a backup of that moment holds it, put back as a store of its own. */
export async function restored(store: EventStore, through: bigint): Promise<EventStore> {
  const copy = makeMemoryEventStore();
  for (const { id, type, stream, bytes, revision, position } of (await store.readAll({ limit: 10_000 })).events)
    if (position <= through)
      await copy.append([{ stream, expected: revision === 0 ? 'no-stream' : revision - 1, events: [{ id, type, bytes }] }]);
  return copy;
}

export function withNorth(parts: HouseParts, north: EventStore): HouseParts {
  return { ...makeParts(['north', 'south']), stores: new Map([...parts.stores, ['north', north]]), keys: parts.keys };
}

export async function life(parts: HouseParts, live: (houses: Houses) => Promise<void>): Promise<void> {
  const houses = await startHouses(parts);
  await live(houses);
  await houses.settled();
  await houses.stop();
}

export function storeOf(parts: HouseParts, code: string): EventStore {
  return must(parts.stores.get(code));
}

/** Letter 1 is in the backup, letters 2 and 3 were told after it. */
export async function aBackupTooOld(): Promise<{ readonly parts: HouseParts; readonly backup: bigint }> {
  const parts = makeParts(['north', 'south']);
  let backup = -1n;
  await life(parts, async (houses) => {
    await postTo(houses, 'l-1');
    await houses.settled();
    backup = storeOf(parts, 'north').head();
    await postTo(houses, 'l-2', 'l-3');
  });
  return { parts, backup };
}

/** Letters that were filed at the recipient’s. */
export async function receiptsOf(houses: Houses): Promise<readonly string[]> {
  await houses.settled();
  const { events } = await houses.node('south').store.readAll({ limit: 10_000 });
  return events
    .filter(({ type }) => type === 'Filed')
    .map(({ stream }) => stream.slice('receipt-'.length))
    .sort();
}

export async function reopen(parts: HouseParts): Promise<ReopenedLane> {
  const [store, peer] = [storeOf(parts, 'north'), heldIn(storeOf(parts, 'south'))];
  return reopenLane({ lane: LANE, store, peer, clock: parts.clock, actor: LEAD, reason: 'the disk of north was replaced' });
}

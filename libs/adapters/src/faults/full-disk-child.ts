import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Appended, type StreamWrite, isStoreError } from '@interlock/kernel';
import { openSqliteStores } from '../sqlite/sqlite-stores.ts';
import { verifySqliteLog } from '../sqlite/verify-log.ts';

/**
 * Appends until the disk of its log is full, so many at a time, makes room, and sends again what was refused, with the same ids. Prints what
 * it saw as one line of JSON.
 */
const [, , path = ''] = process.argv;
const AT_A_TIME = 5;
const EVENT_BYTES = 3_000;
const BALLAST_BYTES = 700_000;
const ballast = join(dirname(path), 'ballast');
const room = join(dirname(path), 'room');
const stores = openSqliteStores({ threads: 1 });

/** Two events in two streams, which are stored both or neither. */
function writesOf(number: number): readonly StreamWrite[] {
  return ['a', 'b'].map((letter, index) => {
    const id = `00000000-0000-7000-8000-${(2 * number + index).toString(16).padStart(12, '0')}`;
    return { stream: `case-${letter}-${number}`, expected: 'no-stream', events: [{ id, type: 'Filled', bytes: bytesOf(number) }] };
  });
}

function bytesOf(number: number): Uint8Array {
  return new Uint8Array(EVENT_BYTES).fill(number % 256);
}

function codeOf(error: unknown): string {
  if (!isStoreError(error)) return String(error);
  return error.details.outcomeUnknown === true ? `${error.code}, outcome unknown` : error.code;
}

/** To the last byte: what is refused for want of many pages would leave room for a few. */
function fillUp(file: string): void {
  const { bavail, bsize } = statfsSync(dirname(path));
  writeFileSync(file, new Uint8Array(bavail * bsize));
}

let store = await stores.open(path);
writeFileSync(ballast, new Uint8Array(BALLAST_BYTES));
const acknowledged = new Set<number>();
const refused = new Map<number, string>();

async function append(number: number): Promise<Appended | undefined> {
  try {
    const appended = await store.append(writesOf(number));
    acknowledged.add(number);
    return appended;
  } catch (error) {
    refused.set(number, codeOf(error));
    return undefined;
  }
}

async function appendMany(from: number): Promise<number> {
  await Promise.all(Array.from({ length: AT_A_TIME }, (_, index) => append(from + index)));
  return from + AT_A_TIME;
}

/** Whether exactly what was acknowledged is there, byte for byte, in its order. */
async function holdsWhatItAcknowledged(): Promise<boolean> {
  const { events } = await store.readAll({ limit: 1_000_000 });
  const expected = [...acknowledged].flatMap((number) => writesOf(number).flatMap(({ events: of }) => of));
  return (
    events.length === expected.length &&
    expected.every(({ id, bytes }, index) => events[index]?.id === id && Buffer.compare(events[index].bytes, bytes) === 0)
  );
}

let next = 0;
while (refused.size === 0) next = await appendMany(next);
fillUp(room);
next = await appendMany(next);
const codes = [...new Set(refused.values())];
const [first = 0] = acknowledged;
const repeatWhileFull = (await append(first))?.deduplicated ?? codes;
const heldWhileFull = await holdsWhatItAcknowledged();
rmSync(ballast);
rmSync(room);
const again: (boolean | undefined)[] = [];
for (const number of [...refused.keys()]) again.push((await append(number))?.deduplicated);
const heldWithRoom = await holdsWhatItAcknowledged();
await store.close();
const whole = verifySqliteLog(path);
// Whoever begins on a full disk is told why it cannot. The index of the write-ahead log is made anew then.
rmSync(`${path}-shm`, { force: true });
fillUp(room);
const opening = await stores.open(path).then(
  (opened) => opened.close().then(() => 'opened'),
  (error: unknown) => codeOf(error),
);
rmSync(room);
store = await stores.open(path);
const heldAfterwards = await holdsWhatItAcknowledged();
await store.close();
const seen = {
  codes,
  repeatWhileFull,
  heldWhileFull,
  again: [...new Set(again)],
  heldWithRoom,
  sound: whole.sound,
  opening,
  heldAfterwards,
};
process.stdout.write(`${JSON.stringify({ ...seen, manyAcknowledged: acknowledged.size > 50, refused: refused.size })}\n`);

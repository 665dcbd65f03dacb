import {
  close,
  closeSync,
  existsSync,
  fdatasync,
  ftruncate,
  ftruncateSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  write,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type KeyLock, keyLock } from './key-lock.file.ts';
import { KeyStoreError } from './key-store-error.ts';
import { type KeyLine, type KeyTail, keyTail, readLines } from './key-tail.file.ts';
import { createAllDurably, createDurably } from './secret.file.ts';

/**
 * Lines of ASCII text: appended for ever, except that single bytes of a destroyed key are written over. Any number of processes may have
 * them open; a line that one of them has read stays where it is.
 */
export interface KeyLines {
  /** What stood there when it was opened. */
  readonly lines: readonly KeyLine[];
  /** Whole lines that have come since, whoever wrote them; each is told once. One look at the file’s size when there are none. */
  news(): readonly KeyLine[];
  /** Whether a line is known to be on the disk: what another process has just written may still be lost. */
  isDurable(line: Pick<KeyLine, 'at'>): boolean;
  /**
   * Asks for the text when no other process writes, so that nothing can come between what the news say and the line; none is no line. When
   * it resolves, the line is on the disk, and so is everything before it. What is asked for at one time shares one sync.
   */
  append(text: () => string | undefined): Promise<void>;
  /** Puts `A` for every byte: the line stays readable wherever a crash stops the writing. Durable when it resolves. */
  writeOver(place: Place): Promise<void>;
  close(): void;
}

export interface Place {
  readonly at: number;
  readonly length: number;
}

interface Waiting {
  readonly text: () => string | undefined;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

const OVER = 'A';
/** Between two batches: enough for another process to find the lock free. */
const TURN_MS = 1;
const writeAt = promisify(write);
const sync = promisify(fdatasync);
const truncate = promisify(ftruncate);

/**
 * Opens the file, made with its first line where there is none; other processes may have it open. What stands behind the last whole line is
 * another process’s line that is being written, or was never acknowledged because its writer died: the next to write cuts it off. A stretch
 * that a loss of power left as zeros is passed over.
 */
export function openKeyFile(file: string, firstLine: () => string): KeyLines {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    createDurably(file, `${firstLine()}\n`);
  }
  const descriptor = openSync(file, 'r+');
  const lock = keyLock(lockOf(file));
  const tail = keyTail(descriptor, file);
  const lines = tail.take();
  if (tail.isTorn())
    lock.ifFree(() => {
      if (!tail.isTorn()) return;
      ftruncateSync(descriptor, tail.end());
      fsyncSync(descriptor);
    });
  const use = countedUse(() => {
    lock.close();
    close(descriptor);
  });
  const appending = groupedAppend({ descriptor, lock, tail });
  return {
    lines,
    news: () => (use.isOver() ? [] : tail.take()),
    isDurable: ({ at }) => at < appending.durable(),
    append: (text) => use.during(() => appending.append(text)),
    writeOver: (place) =>
      use.during(async () => {
        await writeWhole(descriptor, Buffer.alloc(place.length, OVER), place.at);
        await sync(descriptor);
      }),
    close: () => {
      use.end();
    },
  };
}

/** The file as it stands, whoever writes it meanwhile; for looking only. */
export function keyLinesIn(file: string): readonly KeyLine[] {
  return readLines(readFileSync(file), 0).lines;
}

/** The file with its first line, where there is none. */
export async function createKeyLines(file: string, firstLine: () => string): Promise<void> {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  await createAllDurably([{ file, bytes: `${firstLine()}\n` }]);
}

/** Writes over at once, before the store is in use: what a crash left undone. */
export function writeOverNow(file: string, places: readonly Place[]): void {
  if (places.length === 0) return;
  const descriptor = openSync(file, 'r+');
  for (const { at, length } of places) writeSync(descriptor, Buffer.alloc(length, OVER), 0, length, at);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** For tests and for stories that leave nothing behind. */
export function memoryKeyLines(first: string): KeyLines {
  let end = first.length + 1;
  let news: KeyLine[] = [];
  return {
    lines: [{ text: first, at: 0 }],
    news: () => news.splice(0),
    isDurable: () => true,
    append(asked) {
      const text = asked();
      if (text === undefined) return Promise.resolve();
      news = [...news, { text, at: end }];
      end += text.length + 1;
      return Promise.resolve();
    },
    writeOver: () => Promise.resolve(),
    close: () => undefined,
  };
}

/** Beside the key file: empty, and of no worth to a backup. */
function lockOf(file: string): string {
  return `${file}.lock`;
}

/** Takes what is there, writes and syncs it in one go, then takes what has come meanwhile. */
function groupedAppend({ descriptor, lock, tail }: { readonly descriptor: number; readonly lock: KeyLock; readonly tail: KeyTail }) {
  let durable = 0;
  let waiting: Waiting[] = [];
  let flushing = false;
  let broken: KeyStoreError | undefined;

  async function flush(): Promise<void> {
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch);
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, TURN_MS));
    }
    flushing = false;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    const asked: Waiting[] = [];
    try {
      if (broken) throw broken;
      await lock.during(async () => {
        const lines = batch.flatMap((one) => {
          const said = textOf(one);
          if (said !== undefined) asked.push(one);
          return said?.text === undefined ? [] : [Buffer.from(`${said.text}\n`, 'latin1')];
        });
        await writeOrCutOff(Buffer.concat(lines));
      });
      for (const { resolve } of asked) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function writeOrCutOff(bytes: Buffer): Promise<void> {
    const end = tail.end();
    try {
      // Whoever left half a line is dead: the lock is ours.
      if (tail.isTorn()) await truncate(descriptor, end);
      await writeWhole(descriptor, bytes, end);
    } catch (error) {
      // A full disk: nothing half-written stays, and a later try may succeed. Whole lines do: others may have read them.
      await truncate(descriptor, tail.end()).catch(breakWith);
      throw new KeyStoreError('KEYS_UNAVAILABLE', 'A new key could not be written: make room on the disk', { cause: error });
    }
    try {
      await sync(descriptor);
    } catch (error) {
      breakWith(error); // after a failed sync nobody knows what the disk holds: only opening the file again can tell
      throw error;
    }
    durable = end + bytes.length;
  }

  function breakWith(error: unknown): void {
    broken = new KeyStoreError('KEYS_UNAVAILABLE', 'The key file failed and has to be opened again: restart the node', { cause: error });
  }

  return {
    /** Everything before it is on the disk. */
    durable: () => durable,
    append: (text: () => string | undefined): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject });
        if (!flushing) void flush();
      }),
  };
}

/** Undefined for one that fails: it alone is refused. */
function textOf({ text, reject }: Waiting): { readonly text: string | undefined } | undefined {
  try {
    return { text: text() };
  } catch (error) {
    reject(error);
    return undefined;
  }
}

/** Ends only after what is under way: a descriptor closed too early may be another file's by the time it is written. */
function countedUse(last: () => void) {
  let users = 0;
  let ending = false;
  return {
    isOver: () => ending && users === 0,
    async during<Result>(work: () => Promise<Result>): Promise<Result> {
      users += 1;
      try {
        return await work();
      } finally {
        users -= 1;
        if (ending && users === 0) last();
      }
    },
    end(): void {
      if (ending) return;
      ending = true;
      if (users === 0) last();
    },
  };
}

async function writeWhole(descriptor: number, bytes: Buffer, at: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await writeAt(descriptor, bytes, written, bytes.length - written, at + written);
    written += bytesWritten;
  }
}

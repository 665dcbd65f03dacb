import {
  close,
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
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
import { KeyStoreError } from './key-store-error.ts';
import { writeAllDurably, writeDurably } from './secret.file.ts';

export interface KeyLine {
  readonly text: string;
  /** Of its first byte. */
  readonly at: number;
}

/** Lines of ASCII text: appended for ever, except that single bytes of a destroyed key are written over. */
export interface KeyLines {
  /** What stood there when it was opened. */
  readonly lines: readonly KeyLine[];
  /** Durable when it resolves: what is asked for at one time shares one sync. Answers where the line begins. */
  append(text: string): Promise<number>;
  /** Puts `A` for every byte: the line stays readable wherever a crash stops the writing. Durable when it resolves. */
  writeOver(place: Place): Promise<void>;
  close(): void;
}

export interface Place {
  readonly at: number;
  readonly length: number;
}

interface Waiting {
  readonly line: Buffer;
  readonly resolve: (at: number) => void;
  readonly reject: (reason: unknown) => void;
}

const NEWLINE = 0x0a;
const NUL = 0x00;
const OVER = 'A';
const writeAt = promisify(write);
const sync = promisify(fdatasync);
const truncate = promisify(ftruncate);

/**
 * Opens the file, made with its first line where there is none, for one process (the owner locks the node's data folder). A last line
 * without its end was never acknowledged and is cut off; a stretch that a loss of power left as zeros is passed over.
 */
export function openKeyFile(file: string, firstLine: () => string): KeyLines {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeDurably(file, `${firstLine()}\n`, 0o600);
  }
  const descriptor = openSync(file, 'r+');
  const { lines, end } = readLines(readFileSync(file));
  if (end < fstatSync(descriptor).size) {
    ftruncateSync(descriptor, end);
    fsyncSync(descriptor);
  }
  const use = countedUse(() => {
    close(descriptor);
  });
  const append = groupedAppend(descriptor, end);
  return {
    lines,
    append: (text) => use.during(() => append(text)),
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
  return readLines(readFileSync(file)).lines;
}

/** The file with its first line, where there is none. */
export async function createKeyLines(file: string, firstLine: () => string): Promise<void> {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true });
  await writeAllDurably([{ file, bytes: `${firstLine()}\n`, mode: 0o600 }]);
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
  return {
    lines: [{ text: first, at: 0 }],
    append(text) {
      const at = end;
      end += text.length + 1;
      return Promise.resolve(at);
    },
    writeOver: () => Promise.resolve(),
    close: () => undefined,
  };
}

function readLines(bytes: Buffer): { readonly lines: readonly KeyLine[]; readonly end: number } {
  const lines: KeyLine[] = [];
  let at = 0;
  for (let stop = bytes.indexOf(NEWLINE); stop >= 0; stop = bytes.indexOf(NEWLINE, at)) {
    const line = bytes.subarray(at, stop);
    if (!line.includes(NUL)) lines.push({ text: line.toString('latin1'), at });
    at = stop + 1;
  }
  return { lines, end: at };
}

/** Takes what is there, writes and syncs it in one go, then takes what has come meanwhile. */
function groupedAppend(descriptor: number, start: number) {
  let end = start;
  let waiting: Waiting[] = [];
  let flushing = false;
  let broken: KeyStoreError | undefined;

  async function flush(): Promise<void> {
    flushing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch);
    }
    flushing = false;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      if (broken) throw broken;
      const bytes = Buffer.concat(batch.map(({ line }) => line));
      await writeOrCutOff(bytes);
      for (const { line, resolve } of batch) {
        resolve(end);
        end += line.length;
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function writeOrCutOff(bytes: Buffer): Promise<void> {
    try {
      await writeWhole(descriptor, bytes, end);
    } catch (error) {
      await truncate(descriptor, end).catch(breakWith); // a full disk: nothing half-written stays, and a later try may succeed
      throw new KeyStoreError('KEYS_UNAVAILABLE', 'A new key could not be written: make room on the disk', { cause: error });
    }
    try {
      await sync(descriptor);
    } catch (error) {
      breakWith(error); // after a failed sync nobody knows what the disk holds: only opening the file again can tell
      throw error;
    }
  }

  function breakWith(error: unknown): void {
    broken = new KeyStoreError('KEYS_UNAVAILABLE', 'The key file failed and has to be opened again: restart the node', { cause: error });
  }

  return function append(text: string): Promise<number> {
    return new Promise((resolve, reject) => {
      waiting.push({ line: Buffer.from(`${text}\n`, 'latin1'), resolve, reject });
      if (!flushing) void flush();
    });
  };
}

/** Ends only after what is under way: a descriptor closed too early may be another file's by the time it is written. */
function countedUse(last: () => void) {
  let users = 0;
  let ending = false;
  return {
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

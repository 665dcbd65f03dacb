import { fstatSync, readSync } from 'node:fs';
import { KeyStoreError } from './key-store-error.ts';

export interface KeyLine {
  readonly text: string;
  /** Of its first byte. */
  readonly at: number;
}

const NEWLINE = 0x0a;
const NUL = 0x00;

export interface KeyTail {
  /** The whole lines behind those that were taken before. */
  take(): readonly KeyLine[];
  /** Where the last whole line ends. */
  end(): number;
  /** Whether something stands behind it. */
  isTorn(): boolean;
}

/** The end of a file that others write, too. Whole lines stay for ever: a file that lost some was put back under a running process. */
export function keyTail(descriptor: number, file: string): KeyTail {
  let taken = 0;
  const look = (): { readonly size: number; readonly bytes: Buffer } => {
    const { size } = fstatSync(descriptor);
    if (size === taken) return { size, bytes: NONE };
    if (size < taken)
      throw new KeyStoreError('KEYS_DAMAGED', `${file} became shorter while it was in use: restore it, and restart the node`);
    const bytes = Buffer.alloc(size - taken);
    let read = 0;
    for (let got = -1; got !== 0 && read < bytes.length; read += got)
      got = readSync(descriptor, bytes, read, bytes.length - read, taken + read);
    return { size, bytes: bytes.subarray(0, read) };
  };
  const end = (): number => taken + look().bytes.lastIndexOf(NEWLINE) + 1;
  return {
    take() {
      const { bytes } = look();
      if (bytes.length === 0) return [];
      const read = readLines(bytes, taken);
      taken = read.end;
      return read.lines;
    },
    end,
    isTorn: () => fstatSync(descriptor).size > end(),
  };
}

const NONE = Buffer.alloc(0);

export function readLines(bytes: Buffer, start: number): { readonly lines: readonly KeyLine[]; readonly end: number } {
  const lines: KeyLine[] = [];
  let at = 0;
  for (let stop = bytes.indexOf(NEWLINE); stop >= 0; stop = bytes.indexOf(NEWLINE, at)) {
    const line = bytes.subarray(at, stop);
    if (!line.includes(NUL)) lines.push({ text: line.toString('latin1'), at: start + at });
    at = stop + 1;
  }
  return { lines, end: start + at };
}

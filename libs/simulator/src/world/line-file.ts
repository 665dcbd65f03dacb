import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';

/** A file of lines that only grows; each is out of the process’s hands before it counts. */
export interface LineFile {
  /** What a former process left here. */
  readonly lines: readonly string[];
  append(line: string): void;
  close(): void;
}

export function openLineFile(path: string, mode = 0o644): LineFile {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  // A last line without its end was never finished.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const descriptor = openSync(path, existsSync(path) ? 'r+' : 'w+', mode);
  let at = Buffer.byteLength(whole);
  ftruncateSync(descriptor, at);
  return {
    lines: whole.split('\n').slice(0, -1),
    append(line) {
      const bytes = Buffer.from(`${line}\n`);
      for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written, bytes.length - written, at + written);
      // What a full disk broke off is written over by the next one.
      at += bytes.length;
    },
    close() {
      closeSync(descriptor);
    },
  };
}

import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Journal, type JournalEntry, journalHead, journalLine, readJournal } from '@interlock/simulator';

/** The journal of the simulated world outside, in a file: keys and sums, no personal data. */
export interface WorldFile {
  /** What a former process left here. */
  readonly journal: Journal | undefined;
  /** Keeps each entry before anybody sees what it did. */
  record(seed: string): (entry: JournalEntry) => void;
  close(): void;
}

export function openWorldFile(path: string): WorldFile {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  // A last line without its end was never finished.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const descriptor = openSync(path, existsSync(path) ? 'r+' : 'w+');
  let at = Buffer.byteLength(whole);
  ftruncateSync(descriptor, at);
  const write = (line: string): void => {
    at += writeSync(descriptor, line, at);
  };
  return {
    journal: whole === '' ? undefined : readJournal(whole),
    record(seed) {
      if (at === 0) write(journalHead(seed));
      return (entry) => {
        write(journalLine(entry));
      };
    },
    close() {
      closeSync(descriptor);
    },
  };
}

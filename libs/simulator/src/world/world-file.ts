import { type Journal, type JournalEntry } from './journal.ts';
import { journalHead, journalLine, readJournal } from './journal-text.ts';
import { openLineFile } from './line-file.ts';

/** The journal of the simulated world outside, in a file: keys and sums, no personal data. */
export interface WorldFile {
  /** What a former process left here. */
  readonly journal: Journal | undefined;
  /** Keeps each entry before anybody sees what it did. */
  record(seed: string): (entry: JournalEntry) => void;
  close(): void;
}

export function openWorldFile(path: string): WorldFile {
  const file = openLineFile(path);
  let isBegun = file.lines.length > 0;
  return {
    journal: isBegun ? readJournal(file.lines.map((line) => `${line}\n`).join('')) : undefined,
    record(seed) {
      if (!isBegun) file.append(journalHead(seed).trimEnd());
      isBegun = true;
      return (entry) => {
        file.append(journalLine(entry).trimEnd());
      };
    },
    close: file.close,
  };
}

import { type Journal, type JournalEntry } from './journal.ts';

const KINDS: ReadonlySet<unknown> = new Set<JournalEntry['kind']>([
  'account-opened',
  'line-opened',
  'moved',
  'movement-refused',
  'nothing-moved',
  'own-hold-began',
  'own-holds-ended',
  'stop-answered',
  'stops-released',
  'frozen',
  'freeze-extended',
  'unfrozen',
  'line-suspended',
  'line-restored',
  'line-will-answer',
  'delivered',
]);

/** First line of a journal file; then comes one line for each entry, as it happens. */
export function journalHead(seed: string): string {
  return `${JSON.stringify({ version: 1, seed })}\n`;
}

export function journalLine(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/** Reads a journal file. A last line without its end was never finished and counts as not written; anything else that is no entry throws. */
export function readJournal(text: string): Journal {
  const [head = '', ...lines] = text.split('\n').slice(0, -1);
  const first: unknown = JSON.parse(head);
  if (!isHead(first)) throw new Error('Not a journal of the simulated world, or of a newer version');
  const entries = lines.map((line, index) => {
    const entry: unknown = JSON.parse(line);
    if (!isEntry(entry)) throw new Error(`Line ${String(index + 2)} of the journal is no entry`);
    return entry;
  });
  return { version: 1, seed: first.seed, entries };
}

function isHead(value: unknown): value is { readonly version: 1; readonly seed: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'seed' in value &&
    typeof value.seed === 'string'
  );
}

function isEntry(value: unknown): value is JournalEntry {
  return typeof value === 'object' && value !== null && 'kind' in value && KINDS.has(value.kind);
}

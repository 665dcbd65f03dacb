import { type Appended, type ExpectedRevision, type StreamWrite } from '@interlock/kernel';
import { type StoreTrouble } from '../event-log/judge-append.ts';
import { uuidToBytes } from './uuid-bytes.ts';

/** What the caller's thread asks of a writer thread. `file` is the pool's number of an open file. */
export type WriterRequest =
  | { readonly type: 'open'; readonly file: number; readonly path: string; readonly options: LogOptions }
  | { readonly type: 'append'; readonly file: number; readonly batch: PackedAppends }
  | { readonly type: 'close'; readonly file: number };

export type WriterReply =
  | { readonly type: 'opened'; readonly file: number; readonly path: string; readonly storeId: string; readonly head: number }
  | { readonly type: 'refused'; readonly file: number; readonly trouble: StoreTrouble }
  | { readonly type: 'answered'; readonly file: number; readonly head: number; readonly answers: PackedAnswers }
  | { readonly type: 'closed'; readonly file: number };

export interface LogOptions {
  /** Most bytes of the log's main file; beyond it appends are refused with STORE_FULL. */
  readonly fileBytesMax?: number;
}

/**
 * Several appends as flat lists, because many small objects cost more to copy than to store. Numbers, per append: writes;
 * per write: expectation, events; per event: bytes. Strings: per write the stream; per event id and type.
 */
export interface PackedAppends {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
  /** All events' bytes one after another, in a buffer of its own that is transferred. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface IncomingEvent {
  readonly id: string;
  readonly idBytes: Uint8Array;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface IncomingWrite {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly IncomingEvent[];
}

const NAMED = ['no-stream', 'exists', 'any'] as const;

export function packAppends(appends: readonly (readonly StreamWrite[])[]): PackedAppends {
  const numbers: number[] = [];
  const strings: string[] = [];
  let length = 0;
  for (const writes of appends) {
    numbers.push(writes.length);
    for (const { stream, expected, events } of writes) {
      numbers.push(typeof expected === 'number' ? expected : -1 - NAMED.indexOf(expected), events.length);
      strings.push(stream);
      for (const { id, type, bytes } of events) {
        numbers.push(bytes.length);
        strings.push(id, type);
        length += bytes.length;
      }
    }
  }
  const packed = new Uint8Array(length);
  let at = 0;
  for (const writes of appends)
    for (const { events } of writes)
      for (const { bytes } of events) {
        packed.set(bytes, at);
        at += bytes.length;
      }
  return { numbers, strings, bytes: packed };
}

export function unpackAppends({ numbers, strings, bytes }: PackedAppends): readonly (readonly IncomingWrite[])[] {
  let number = 0;
  let string = 0;
  let offset = 0;
  const nextNumber = (): number => numbers[number++] ?? 0;
  const nextString = (): string => strings[string++] ?? '';
  const event = (): IncomingEvent => {
    const length = nextNumber();
    const id = nextString();
    const slice = bytes.subarray(offset, (offset += length));
    return { id, idBytes: uuidToBytes(id), type: nextString(), bytes: slice };
  };
  const write = (): IncomingWrite => {
    const expected = nextNumber();
    const count = nextNumber();
    const stream = nextString();
    return { stream, expected: expected >= 0 ? expected : (NAMED[-1 - expected] ?? 'no-stream'), events: times(count, event) };
  };
  const appends: (readonly IncomingWrite[])[] = [];
  while (number < numbers.length) appends.push(times(nextNumber(), write));
  return appends;
}

function times<Item>(count: number, make: () => Item): readonly Item[] {
  return Array.from({ length: count }, make);
}

/** In the order of the appends. Numbers: kind, then for a stored one position and, per write, first and last revision. */
export interface PackedAnswers {
  readonly numbers: readonly number[];
  readonly troubles: readonly StoreTrouble[];
}

export type AppendAnswer =
  { readonly type: 'stored'; readonly answer: Appended } | { readonly type: 'refused'; readonly trouble: StoreTrouble };

const WRITTEN = 0;
const REPEATED = 1;
const REFUSED = 2;

export function packAnswers(answers: readonly AppendAnswer[]): PackedAnswers {
  const numbers: number[] = [];
  const troubles: StoreTrouble[] = [];
  for (const answer of answers) {
    if (answer.type === 'refused') {
      numbers.push(REFUSED);
      troubles.push(answer.trouble);
      continue;
    }
    const { position, writes, deduplicated } = answer.answer;
    numbers.push(deduplicated ? REPEATED : WRITTEN, Number(position));
    for (const { firstRevision, lastRevision } of writes) numbers.push(firstRevision, lastRevision);
  }
  return { numbers, troubles };
}

/** The answers to these appends, the oldest ones that still wait: as many as the answers are. */
export function unpackAnswers(packed: PackedAnswers, asked: Iterable<readonly StreamWrite[]>): readonly AppendAnswer[] {
  const { numbers, troubles } = packed;
  const answers: AppendAnswer[] = [];
  let number = 0;
  let trouble = 0;
  const nextNumber = (): number => numbers[number++] ?? 0;
  for (const writes of asked) {
    if (number >= numbers.length) break;
    const kind = nextNumber();
    if (kind === REFUSED) {
      const refused = troubles[trouble++];
      if (!refused) throw new Error('A refusal without its reason');
      answers.push({ type: 'refused', trouble: refused });
      continue;
    }
    const position = BigInt(nextNumber());
    const answered = writes.map(({ stream }) => ({ stream, firstRevision: nextNumber(), lastRevision: nextNumber() }));
    answers.push({ type: 'stored', answer: { position, writes: answered, deduplicated: kind === REPEATED } });
  }
  return answers;
}

import {
  type Contract,
  type Instant,
  type Memory,
  type NodeDefinition,
  type PersonActor,
  type Stream,
  type Told,
  accept,
  decodeEvent,
  policy,
  reject,
  tell,
  tellVersions,
  to,
  upcast,
  view,
} from '@interlock/kernel';
import { type Houses, houseNode, must } from './two-houses.suite.ts';

/** What one house writes to another, in two versions of one contract: the second one tells the subject apart. */
interface NoteV1 {
  readonly type: 'house.note-sent.v1';
  readonly note: string;
  readonly words: string;
}
interface NoteV2 {
  readonly type: 'house.note-sent.v2';
  readonly note: string;
  readonly subject: string;
  readonly body: string;
}

function textsOf(data: unknown, ...names: readonly string[]): Readonly<Record<string, string>> | readonly string[] {
  const fields = new Map<string, unknown>(typeof data === 'object' && data !== null ? Object.entries(data) : []);
  const missing = names.filter((name) => typeof fields.get(name) !== 'string');
  return missing.length > 0
    ? missing.map((name) => `${name}: missing`)
    : Object.fromEntries(names.map((name) => [name, String(fields.get(name))]));
}

const noteV1: Contract<NoteV1> = {
  type: 'house.note-sent.v1',
  read(data) {
    const texts = textsOf(data, 'note', 'words');
    if (Array.isArray(texts)) return { ok: false, problems: texts };
    const { note = '', words = '' } = Object.fromEntries(Object.entries(texts));
    return { ok: true, fact: { type: 'house.note-sent.v1', note, words } };
  },
};
const noteV2: Contract<NoteV2> = {
  type: 'house.note-sent.v2',
  read(data) {
    const texts = textsOf(data, 'note', 'subject', 'body');
    if (Array.isArray(texts)) return { ok: false, problems: texts };
    const { note = '', subject = '', body = '' } = Object.fromEntries(Object.entries(texts));
    return { ok: true, fact: { type: 'house.note-sent.v2', note, subject, body } };
  },
};

type NoteCommand = { readonly type: 'Write'; readonly to: string; readonly words: string; readonly at: Instant };
interface Written {
  readonly type: 'Written';
  readonly to: string;
  readonly words: string;
}
const notes: Stream<NoteCommand, boolean, Written, { readonly type: 'AlreadyWritten' }> = {
  category: 'note',
  decider: {
    initial: false,
    decide: ({ to: whom, words }, isWritten) =>
      isWritten ? reject({ type: 'AlreadyWritten' }) : accept({ type: 'Written', to: whom, words }),
    evolve: () => true,
  },
};

type Publish = (event: Written, note: string) => readonly Told[];
const asV1 = ({ words }: Written, note: string): NoteV1 => ({ type: 'house.note-sent.v1', note, words });
const asV2 = ({ words }: Written, note: string): NoteV2 => {
  const [subject = '', ...body] = words.split(': ');
  return { type: 'house.note-sent.v2', note, subject, body: body.join(': ') };
};
/** What a house of each release tells. */
export const tellsV1: Publish = (event, note) => [tell(event.to, asV1(event, note))];
export const tellsV2: Publish = (event, note) => [tell(event.to, asV2(event, note))];
export const tellsBoth: Publish = (event, note) => tellVersions(event.to, asV2(event, note), asV1(event, note));

type ShelfCommand = { readonly type: 'Shelve'; readonly text: string; readonly at: Instant };
interface Shelved {
  readonly type: 'Shelved';
  readonly text: string;
}
const shelf: Stream<ShelfCommand, number, Shelved, { readonly type: 'Never' }> = {
  category: 'shelf',
  decider: { initial: 0, decide: ({ text }) => accept({ type: 'Shelved', text }), evolve: (count) => count + 1 },
};

interface NoteRow {
  readonly note: string;
  readonly text: string;
}
const rows = { key: 'note', indexes: [] } as const;
const notesV1 = view<NoteRow, NoteV1>({
  ...{ name: 'house_notes', version: 1, rows, on: ['house.note-sent.v1'] },
  apply: ({ note, words }, table) => {
    table.put({ note, text: words });
  },
});
const notesV2 = view<NoteRow, NoteV2>({
  ...{ name: 'house_notes', version: 2, rows, on: ['house.note-sent.v2'] },
  apply: ({ note, subject, body }, table) => {
    table.put({ note, text: `${subject} / ${body}` });
  },
});
export const subjects: Memory<{ readonly subjects: string[] }> = {
  name: 'house_subjects',
  initial: () => ({ subjects: [] }),
  on: ['house.note-sent.v2'],
  evolve(state, message) {
    const read = noteV2.read(message);
    if (read.ok) state.subjects.push(read.fact.subject);
    return state;
  },
};

const name = 'house_shelve_when_note_arrived';
function node(publish: Publish, part: Pick<NodeDefinition, 'receives' | 'upcasts' | 'views' | 'policies' | 'memories'>): NodeDefinition {
  const told: typeof notes = { ...notes, publish: (event, { key }) => publish(event, key) };
  return { ...houseNode, ...part, streams: [...houseNode.streams, told, shelf] };
}

/** A house that knows the first version only. */
export function oldHouse(publish: Publish): NodeDefinition {
  const shelve = policy<NoteV1>({
    ...{ name, on: ['house.note-sent.v1'], keys: ({ note }) => [note] },
    react: ({ note, words }) => [to(shelf, note, { type: 'Shelve', text: words })],
  });
  return node(publish, { receives: [noteV1], views: [notesV1], policies: [shelve], memories: [] });
}

/** A house that knows the second version, and how the first one reads in it. */
export function newHouse(publish: Publish): NodeDefinition {
  const shelve = policy<NoteV2>({
    ...{ name, on: ['house.note-sent.v2'], keys: ({ note }) => [note] },
    react: ({ note, subject }) => [to(shelf, note, { type: 'Shelve', text: subject })],
  });
  const split = upcast(noteV1, noteV2, ({ note, words }) => {
    const { subject, body } = asV2({ type: 'Written', to: '', words }, note);
    return { note, subject, body };
  });
  return node(publish, { receives: [noteV2], upcasts: [split], views: [notesV2], policies: [shelve], memories: [subjects] });
}

const WRITER: PersonActor = { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' };

/** Writes as a person of the house, by the publish rules of its release. */
export async function write(houses: Houses, { streams }: NodeDefinition, note: string, words: string): Promise<void> {
  const commandId = `0b7e9a0c-8888-4888-8888-${note.replace('n-', '').padStart(12, '0')}`;
  const command = { type: 'Write', to: 'south', words };
  const stream = must(streams.find(({ category }) => category === notes.category));
  await houses.node('north').context.handle(stream, { commandId, key: note, command, actor: WRITER, body: { note } });
}

/** The row of a note, whichever release the house is of. */
export function textOf(houses: Houses, code: string, note: string): string | undefined {
  return houses.node(code).views.get(notesV1, note)?.text;
}

/** What was put on the shelves of a house, in the order in which it was. */
export async function shelvedIn(houses: Houses, code: string): Promise<readonly string[]> {
  const { events } = await houses.node(code).store.readAll({ limit: 1_000 });
  return events.map(decodeEvent).flatMap(({ type, stream, data }) => (type === 'Shelved' ? [`${stream} ${String(data['text'])}`] : []));
}

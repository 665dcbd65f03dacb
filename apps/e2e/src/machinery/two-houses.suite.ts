import {
  type Clock,
  type Decider,
  type EventStore,
  type Exchange,
  type Instant,
  type KeyStore,
  type LaneSource,
  type MachineTime,
  type Memory,
  type Node,
  type NodeDefinition,
  type Policy,
  type Stream,
  type Trouble,
  type ViewStore,
  accept,
  fromMs,
  instant,
  policy,
  reject,
  startNode,
  tell,
  timers,
  to,
  toMs,
  unreachable,
  view,
} from '@interlock/kernel';
import { makeInProcessExchange, makeMemoryEventStore, makeMemoryViews } from '@interlock/adapters';
import { cityReferences, memoryKeyStore } from '@interlock/trust';

/** A small business for the machinery’s tests: letters are posted in one house, arrive in the other, and are answered there. */
export type LetterCommand =
  | { readonly type: 'Post'; readonly to: string; readonly words: string; readonly at: Instant }
  | { readonly type: 'Expire'; readonly at: Instant };
export type LetterEvent =
  | { readonly type: 'Posted'; readonly to: string; readonly words: string; readonly postedAt: Instant }
  | { readonly type: 'Expired'; readonly expiredAt: Instant };
export type LetterRejection = { readonly type: 'AlreadyPosted' } | { readonly type: 'NotPosted' };

const letterDecider: Decider<LetterCommand, 'none' | 'posted' | 'expired', LetterEvent, LetterRejection> = {
  initial: 'none',
  decide(command, state) {
    switch (command.type) {
      case 'Post':
        if (state !== 'none') return reject({ type: 'AlreadyPosted' });
        return accept({ type: 'Posted', to: command.to, words: command.words, postedAt: command.at });
      case 'Expire':
        if (state === 'none') return reject({ type: 'NotPosted' });
        return state === 'posted' ? accept({ type: 'Expired', expiredAt: command.at }) : accept();
      default:
        return unreachable(command);
    }
  },
  evolve: (_state, event) => (event.type === 'Posted' ? 'posted' : 'expired'),
};

export const letters: Stream<LetterCommand, 'none' | 'posted' | 'expired', LetterEvent, LetterRejection> = {
  category: 'letter',
  decider: letterDecider,
  publish: (event, { key }) =>
    event.type === 'Posted' ? [tell(event.to, { type: 'house.letter-sent.v1', letter: key, words: event.words })] : [],
};

export interface LetterSent {
  readonly type: 'house.letter-sent.v1';
  readonly letter: string;
  readonly words: string;
}

type ReceiptCommand = { readonly type: 'File'; readonly words: string; readonly at: Instant };
type ReceiptEvent = { readonly type: 'Filed'; readonly words: string };
export const receipts: Stream<ReceiptCommand, number, ReceiptEvent, { readonly type: 'Illegible' }> = {
  category: 'receipt',
  decider: {
    initial: 0,
    decide: (command) => (command.words === 'illegible' ? reject({ type: 'Illegible' }) : accept({ type: 'Filed', words: command.words })),
    evolve: (count) => count + 1,
  },
};

const arrivals: Memory<{ count: number }> = {
  name: 'house_arrivals',
  initial: () => ({ count: 0 }),
  on: ['house.letter-sent.v1'],
  evolve: (state) => ({ count: state.count + 1 }),
};

const fileWhenLetterArrived: Policy<LetterSent, { count: number }> = policy({
  name: 'house_file_when_letter_arrived',
  on: ['house.letter-sent.v1'],
  memory: arrivals,
  keys: (fact) => [fact.letter.split('.')[0] ?? ''],
  react: (fact) => [to(receipts, fact.letter, { type: 'File', words: fact.words })],
});

export const receiptsInHouse = view<{ readonly letter: string; readonly words: string }, ReceiptEvent>({
  name: 'house_receipts',
  version: 1,
  rows: { key: 'letter', indexes: ['words'] },
  on: ['Filed'],
  apply(event, rows, recorded) {
    rows.put({ letter: recorded.stream.slice('receipt-'.length), words: event.words });
  },
});

export const EXPIRES_MS = 60_000;
const expire = timers<LetterEvent>({
  name: 'house_expire',
  on: ['Posted', 'Expired'],
  changes(event, { stream }) {
    const letter = stream.slice('letter-'.length);
    if (event.type === 'Expired') return [{ cancel: letter }];
    return [{ set: letter, dueAt: fromMs(toMs(event.postedAt) + EXPIRES_MS), then: to(letters, letter, { type: 'Expire' }) }];
  },
});

export const houseNode: NodeDefinition = {
  kind: 'house',
  streams: [letters, receipts],
  receives: [{ type: 'house.letter-sent.v1', read: readLetter }],
  views: [receiptsInHouse],
  memories: [arrivals],
  policies: [fileWhenLetterArrived],
  effects: [],
  timers: [expire],
  commands: [],
  queries: [],
};

function readLetter(data: unknown) {
  if (typeof data === 'object' && data !== null && 'letter' in data && 'words' in data)
    return { ok: true, fact: { type: 'house.letter-sent.v1', letter: String(data.letter), words: String(data.words) } } as const;
  return { ok: false, problems: ['words: missing'] } as const;
}

export interface TestClock extends Clock {
  advance(ms: number): void;
  /** The wall clock alone: a jump. */
  jump(ms: number): void;
}

function makeTestClock(start = '2026-03-01T00:00:00.000Z'): TestClock {
  let wall = toMs(instant(start));
  let monotonic = 0;
  return {
    now: () => fromMs(wall),
    monotonicMs: () => monotonic,
    // Tests call fireDue themselves.
    wakeAt: () => () => undefined,
    advance(ms) {
      wall += ms;
      monotonic += ms;
    },
    jump(ms) {
      wall += ms;
    },
  };
}

export interface HouseParts {
  readonly clock: TestClock;
  /** Unset: the machine’s own. */
  readonly time?: MachineTime;
  readonly exchange: Exchange;
  readonly stores: ReadonlyMap<string, EventStore>;
  readonly views: ReadonlyMap<string, ViewStore>;
  readonly keys: ReadonlyMap<string, KeyStore>;
  readonly troubles: Trouble[];
}

export function makeParts(codes: readonly string[]): HouseParts {
  return {
    clock: makeTestClock(),
    exchange: makeInProcessExchange(),
    stores: new Map(codes.map((code) => [code, makeMemoryEventStore()])),
    views: new Map(codes.map((code) => [code, makeMemoryViews()])),
    keys: new Map(codes.map((node) => [node, memoryKeyStore({ node })])),
    troubles: [],
  };
}

export interface Houses {
  readonly nodes: ReadonlyMap<string, Node>;
  node(code: string): Node;
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Every house of one kind, or each of its own. */
export type HouseKind = NodeDefinition | ((code: string) => NodeDefinition);

/** Where houses are not among themselves. */
export interface Neighbours {
  readonly hears: readonly string[];
  readonly tells?: readonly string[];
  readonly source: LaneSource;
}

export async function startHouses(parts: HouseParts, kind: HouseKind = houseNode, neighbours?: Neighbours): Promise<Houses> {
  const codes = [...parts.stores.keys()];
  const nodes = new Map<string, Node>();
  const node = (code: string): Node => must(nodes.get(code));
  const source: LaneSource = neighbours?.source ?? {
    fetch: (lane, after, limit) => node(lane.from).lanes.source.fetch(lane, after, limit),
  };
  for (const code of codes) {
    const others = codes.filter((other) => other !== code);
    const store = must(parts.stores.get(code));
    const started = await startNode({
      code,
      member: code,
      definition: typeof kind === 'function' ? kind(code) : kind,
      ports: undefined,
      store,
      views: must(parts.views.get(code)),
      keys: must(parts.keys.get(code)),
      references: cityReferences(new Uint8Array(32)),
      clock: parts.clock,
      ...(parts.time && { time: parts.time }),
      exchange: parts.exchange,
      source,
      tells: neighbours?.tells ?? others,
      hears: neighbours?.hears ?? others,
      peers: new Map(codes.map((peer) => [peer, 'house'])),
      report: (trouble) => parts.troubles.push(trouble),
    });
    nodes.set(code, started);
  }
  return {
    nodes,
    node,
    async settled() {
      for (let quiet = 0; quiet < 2;) {
        const before = [...nodes.values()].map((one) => one.store.head());
        for (const one of nodes.values()) await one.settled();
        quiet = [...nodes.values()].every((one, index) => one.store.head() === before[index]) ? quiet + 1 : 0;
      }
    },
    async stop() {
      for (const one of nodes.values()) await one.stop();
    },
  };
}

export function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('Expected a value');
  return value;
}

/** Posts a letter as a person of the house. */
export function post(node: Node, letter: string, sent: { readonly to: string; readonly words: string; readonly commandId: string }) {
  const { commandId, ...command } = sent;
  return node.context.handle(letters, {
    commandId,
    key: letter,
    command: { type: 'Post', ...command },
    actor: { kind: 'person', member: node.member, person: 'p-1', role: 'clerk', unit: 'desk' },
    body: command,
  });
}

/** Within two seconds or so. */
export async function until(look: () => boolean): Promise<void> {
  for (let looks = 0; looks < 2_000 && !look(); looks += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  if (!look()) throw new Error('It did not come about');
}

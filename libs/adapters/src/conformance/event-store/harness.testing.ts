import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type EventStore,
  type EventToAppend,
  type Position,
  type StoredEvent,
  type StoreErrorCode,
  type StreamWrite,
  type SubscriptionMessage,
  encodeEvent,
  instant,
  isStoreError,
  START,
} from '@interlock/kernel';

/** A store under test. `restart` closes it and opens what it left behind; absent where nothing stays. */
export interface StoreUnderTest {
  readonly store: EventStore;
  readonly restart?: () => Promise<EventStore>;
  readonly dispose: () => Promise<void>;
}

/** How the suite is run for one adapter. Cases by their number in event-sourcing.md 2.5. */
export interface SuiteOptions {
  readonly durable: boolean;
  /** A store over a network may take appends that were sent together in another order than they were sent in. */
  readonly reorders?: boolean;
  /** Cases that another spec of the adapter runs: number to file, where a test has the number in its name. */
  readonly elsewhere?: Readonly<Record<number, URL>>;
  /** Cases that the adapter cannot have: number to reason. */
  readonly notApplicable?: Readonly<Record<number, string>>;
}

/** Cases that the port leaves out, for every adapter. */
const LEFT_OUT: Readonly<Record<number, string>> = {
  36: 'no stream metadata in the port',
  37: 'nothing is truncated: history is for ever',
  38: 'nothing is deleted',
  39: 'no tombstones',
  40: 'nothing is deleted, so nothing deleted can be read',
  44: 'metadata is part of the stored bytes (see 42)',
};
const CASES = 60;
/** When a case counts as hanging: far more than any needs, for busy machines and remote stores. */
const CASE_MS_MAX = 60_000;

export interface Harness {
  readonly store: () => EventStore;
  readonly restart: () => Promise<void>;
  /** A test of these cases; the number stands in its name. */
  readonly test: (cases: number | readonly number[], title: string, run: () => Promise<void>) => void;
}

/** One describe with a fresh store per test, which counts the cases it runs and prints those it does not. */
export function withStore(
  name: string,
  make: () => Promise<StoreUnderTest>,
  options: SuiteOptions,
  define: (harness: Harness) => void,
): void {
  describe(`EventStore: ${name}`, () => {
    const covered = new Set<number>();
    let under: StoreUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(() => under.dispose());
    define({
      store: () => store,
      async restart() {
        if (under.restart) store = await under.restart();
      },
      test(cases, title, run) {
        const numbers = [cases].flat();
        for (const number of numbers) covered.add(number);
        it(`${numbers.join(', ')}. ${title}`, run, CASE_MS_MAX);
      },
    });
    const absent: Readonly<Record<number, string>> = { ...LEFT_OUT, ...options.notApplicable };
    it('accounts for every case of the conformance list', () => {
      const all = Array.from({ length: CASES }, (_, index) => index + 1);
      expect(all.filter((number) => !covered.has(number) && !absent[number] && !options.elsewhere?.[number])).toEqual([]);
    });
    it('finds each case that is said to be elsewhere there', () => {
      const missing = Object.entries(options.elsewhere ?? {}).filter(([number, file]) => !hasCase(file, number));
      expect(missing).toEqual([]);
    });
    afterAll(() => {
      const elsewhere = Object.entries(options.elsewhere ?? {}).map(([number, file]) => [number, basename(file.pathname)] as const);
      const lines = [...elsewhere, ...Object.entries(absent)].filter(([number]) => !covered.has(Number(number)));
      process.stdout.write(`${name}: cases not in this suite\n${lines.map(([number, reason]) => `  ${number} ${reason}\n`).join('')}`);
    });
  });
}

/** `it('46, 47. loses nothing …')`. */
function hasCase(file: URL, number: string): boolean {
  const titles = readFileSync(file, 'utf8').matchAll(/\bit(?:\.each\([^)]*\))?\(\s*['`"]((?:\d+, )*\d+)\. /g);
  return [...titles].some(([, numbers = '']) => numbers.split(', ').includes(number));
}

/** The id of the numbered event: fixed, so that a failure names it. */
export function idOf(number: number): string {
  return `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export interface EventChanges {
  readonly type?: string;
  readonly text?: string;
  readonly recordedAt?: string;
  readonly traceparent?: string;
}

/** An event as command handling stores it. */
export function event(number: number, changes: EventChanges = {}): EventToAppend {
  return encodeEvent({
    id: idOf(number),
    type: changes.type ?? 'NoteTaken',
    schemaVersion: 1,
    stream: 'case-any',
    data: { number, text: changes.text ?? '武义' },
    meta: { actor: { kind: 'policy', name: 'suite' }, ...(changes.traceparent !== undefined && { traceparent: changes.traceparent }) },
    recordedAt: instant(changes.recordedAt ?? '2026-03-01T12:00:00.000Z'),
  });
}

export function events(first: number, count: number): readonly EventToAppend[] {
  return Array.from({ length: count }, (_, index) => event(first + index));
}

export function write(stream: string, expected: StreamWrite['expected'], ...toAppend: readonly EventToAppend[]): StreamWrite {
  return { stream, expected, events: toAppend };
}

/** Fills streams `case-0` … with events 0 … in turns, one append each, the streams side by side. */
export async function fill(store: EventStore, count: number, streams = 3, first = 0): Promise<void> {
  const filling = Array.from({ length: streams }, async (_, stream) => {
    for (let index = stream; index < count; index += streams) {
      const at = Math.floor(index / streams);
      await store.append([write(`case-${stream}`, at === 0 ? 'no-stream' : at - 1, event(first + index))]);
    }
  });
  await Promise.all(filling);
}

export async function refusalOf(promise: Promise<unknown>): Promise<{ readonly code: StoreErrorCode; readonly details: unknown }> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isStoreError(error)) throw new Error(`Not refused by the store: ${String(error)}`);
  return { code: error.code, details: error.details };
}

/** The whole log, page by page. */
export async function readEverything(
  store: EventStore,
  limit = 1_000,
  streamPrefixes?: readonly string[],
): Promise<readonly StoredEvent[]> {
  const all: StoredEvent[] = [];
  let after: Position = START;
  for (;;) {
    const page = await store.readAll({ after, limit, ...(streamPrefixes && { streamPrefixes }) });
    all.push(...page.events);
    after = page.next;
    if (page.atHead) return all;
  }
}

/** What a subscription says until something holds; then it is ended. */
export async function listen(
  store: EventStore,
  options: { readonly after?: Position; readonly streamPrefixes?: readonly string[] },
  enough: (messages: readonly SubscriptionMessage[]) => boolean,
): Promise<readonly SubscriptionMessage[]> {
  const ending = new AbortController();
  const messages: SubscriptionMessage[] = [];
  const { after = START, streamPrefixes } = options;
  for await (const message of store.subscribeAll({ after, signal: ending.signal, ...(streamPrefixes && { streamPrefixes }) })) {
    messages.push(message);
    if (enough(messages)) ending.abort();
  }
  return messages;
}

export function eventsIn(messages: readonly SubscriptionMessage[]): readonly StoredEvent[] {
  return messages.flatMap((message) => (message.type === 'event' ? [message.event] : []));
}

export function caughtUp(messages: readonly SubscriptionMessage[]): boolean {
  return messages.at(-1)?.type === 'caught-up';
}

/** The next thing a subscription says; undefined when it has ended. */
export async function nextOf(subscription: AsyncIterator<SubscriptionMessage>): Promise<SubscriptionMessage | undefined> {
  const result = await subscription.next();
  return result.done === true ? undefined : result.value;
}

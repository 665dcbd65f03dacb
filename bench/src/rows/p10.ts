import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EventStore,
  type EventToAppend,
  type Instant,
  type Message,
  type Stream,
  accept,
  decodeEvent,
  encodeEvent,
  fromMs,
  instant,
  timers,
  to,
  toMs,
} from '@interlock/kernel';
import { openSqliteStores } from '@interlock/adapters';
import { interleave } from '../harness/measure.ts';
import { atMost, resultOf, short } from '../harness/result.ts';
import { quantile } from '../harness/statistics.ts';
import { startTrade, tradeDefinition } from '../harness/trade-node.ts';
import { type Row, type Sample } from '../harness/types.ts';

const DUE = 10_000;
const DUE_WITHIN_MS = 1_000;
/** From appending the deadlines to the first of them: they must all be in the due view by then. */
const LEAD_MS = 3_000;
const PATIENCE_MS = 20_000;
const APPEND_STREAMS = 200;
const FAR = instant('2099-01-01T00:00:00.000Z');

type DeadlineCommand = { readonly type: 'Fire'; readonly at: Instant };
type DeadlineEvent =
  { readonly type: 'DeadlineSet'; readonly dueAt: Instant } | { readonly type: 'DeadlineFired'; readonly firedAt: Instant };

const deadlines: Stream<DeadlineCommand, 'none' | 'set' | 'fired', DeadlineEvent, Message> = {
  category: 'deadline',
  decider: {
    initial: 'none',
    decide: (command, state) => (state === 'set' ? accept({ type: 'DeadlineFired', firedAt: command.at }) : accept()),
    evolve: (_state, event) => (event.type === 'DeadlineSet' ? 'set' : 'fired'),
  },
};

const rule = timers<DeadlineEvent>({
  name: 'trade_deadline',
  on: ['DeadlineSet', 'DeadlineFired'],
  changes(event, { stream }) {
    const key = stream.slice('deadline-'.length);
    return event.type === 'DeadlineFired'
      ? [{ cancel: key }]
      : [{ set: key, dueAt: event.dueAt, then: to(deadlines, key, { type: 'Fire' }) }];
  },
});

/** P10: many deadlines stand, ten thousand of them come due in one second. */
export const p10: Row = {
  id: 'P10',
  title: 'timers',
  async run(context) {
    const folder = context.folder('p10');
    const pending = context.isLarge ? 1_000_000 : 100_000;
    context.tell(`P10 sets ${pending} deadlines first …`);
    const stores = openSqliteStores({ threads: 1 });
    const store = await stores.open(join(folder, 'police.sqlite'));
    await setDeadlines(store, pending, () => FAR);
    await stores.close();
    const first = await start(folder);
    await first.nodes.stop();
    const measurement = await interleave([{ role: 'ours', name: 'Interlock', run: () => burst(folder) }], context);
    const { ours } = measurement;
    return [
      resultOf(
        { id: 'P10', title: `timers, ${pending} pending, ${DUE} due in one second`, unit: 'ms late (p99)', better: 'lower' },
        measurement,
        {
          targets: [
            atMost('lateness p99', ours.spread.median, 1_200, ' ms'),
            atMost('fired early', ours.more('early'), 0),
            atMost('fired twice', ours.more('double'), 0),
            atMost('never fired', ours.more('missing'), 0),
            atMost('memory added', ours.more('memoryMb'), 300, ' MB'),
            atMost('restart', ours.more('restartMs') / 1_000, 10, ' s'),
          ],
          notes: [`start with the due view to be built from the log: ${short(first.ms / 1_000)} s`],
        },
      ),
    ];
  },
};

async function start(folder: string) {
  const begun = performance.now();
  const nodes = await startTrade(folder, { police: tradeDefinition({ streams: [deadlines], timers: [rule] }) });
  await nodes.node('police').settled();
  // Whoever fires must see every deadline: the due view stands at the head.
  while (nodes.node('police').nextDue() === undefined) await sleep(1);
  return { nodes, ms: performance.now() - begun };
}

async function burst(folder: string): Promise<Sample> {
  const before = process.memoryUsage.rss();
  const { nodes, ms: restartMs } = await start(folder);
  const memoryMb = (process.memoryUsage.rss() - before) / 2 ** 20;
  const { store } = nodes.node('police');
  const after = store.head();
  const dueFrom = Date.now() + LEAD_MS;
  const due = await setDeadlines(store, DUE, (index) => fromMs(dueFrom + Math.floor((index * DUE_WITHIN_MS) / DUE)));
  const fired = new Map<string, number>();
  const lateness: number[] = [];
  let early = 0;
  const abort = new AbortController();
  const following = (async () => {
    for await (const message of store.subscribeAll({ after, signal: abort.signal })) {
      if (message.type !== 'event' || message.event.type !== 'DeadlineFired') continue;
      const dueIn = due.get(message.event.stream);
      if (dueIn === undefined) continue; // left over from the sample before
      const dueAt = toMs(dueIn);
      if (toMs(decodeEvent(message.event).recordedAt) < dueAt) early += 1;
      if (!fired.has(message.event.stream)) lateness.push(Date.now() - dueAt);
      fired.set(message.event.stream, (fired.get(message.event.stream) ?? 0) + 1);
    }
  })();
  while (fired.size < due.size && Date.now() < dueFrom + DUE_WITHIN_MS + PATIENCE_MS) await sleep(20);
  abort.abort();
  await following;
  await nodes.stop();
  const missing = due.size - fired.size;
  const late = [...lateness, ...Array.from({ length: missing }, () => DUE_WITHIN_MS + PATIENCE_MS)];
  return {
    value: quantile(late, 0.99),
    more: { early, double: [...fired.values()].filter((times) => times > 1).length, missing, memoryMb, restartMs },
    ...(missing > 0 && { faults: [`${missing} of ${DUE} not fired within ${PATIENCE_MS / 1_000} s`] }),
  };
}

async function setDeadlines(store: EventStore, count: number, dueAt: (index: number) => Instant): Promise<ReadonlyMap<string, Instant>> {
  const set = new Map<string, Instant>();
  while (set.size < count) {
    const from = set.size;
    const writes = Array.from({ length: Math.min(APPEND_STREAMS, count - from) }, (_, index) => {
      const stream = `deadline-${randomUUID()}`;
      const due = dueAt(from + index);
      set.set(stream, due);
      return { stream, expected: 'no-stream', events: [deadlineSet(stream, due)] } as const;
    });
    await store.append(writes);
  }
  return set;
}

function deadlineSet(stream: string, dueAt: Instant): EventToAppend {
  return encodeEvent({
    id: randomUUID(),
    type: 'DeadlineSet',
    schemaVersion: 1,
    stream,
    data: { dueAt },
    meta: { actor: { kind: 'person', member: 'police', person: 'p-1001', role: 'officer', unit: 'city-centre' } },
    recordedAt: fromMs(Date.now()),
  });
}

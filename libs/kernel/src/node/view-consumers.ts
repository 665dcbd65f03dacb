import { type MachineTime } from '../machine-time.ts';
import { type AnyView, type ViewStore } from '../view.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { type Entry, type LogReader } from './log-reader.ts';
import { type Trouble } from './trouble.ts';

const BATCH_EVENTS_MAX = 500;
/** A view that no recent event concerned moves its checkpoint at least this often, so that a restart has little to read again. */
const IDLE_CHECKPOINT_EVENTS = 10_000;

/** Applies the log to one view: rows and checkpoint in one transaction. */
export function startView(options: {
  readonly node: string;
  readonly reader: LogReader;
  readonly time: MachineTime;
  readonly views: ViewStore;
  readonly view: AnyView;
  /** Instead of the view’s own types. */
  relevant?(entry: Entry): boolean;
  report(trouble: Trouble): void;
}): Consumer {
  const { views, view } = options;
  const isRelevant = options.relevant ?? concerns(view);
  const { checkpoint } = views.open(view);
  let sinceStored = 0;
  return startConsumer({
    node: options.node,
    name: `view ${view.name}`,
    reader: options.reader,
    time: options.time,
    after: checkpoint,
    batchMax: BATCH_EVENTS_MAX,
    handle(entries, next) {
      const relevant = entries.filter(isRelevant);
      sinceStored += entries.length;
      if (relevant.length === 0 && sinceStored < IDLE_CHECKPOINT_EVENTS) return;
      views.transact(view, next, (rows) => {
        for (const { message, recorded } of relevant) view.apply(message, rows, recorded);
      });
      sinceStored = 0;
    },
    report: options.report,
  });
}

/** Which events a view is folded from. */
export function concerns(view: AnyView): (entry: Entry) => boolean {
  const wanted = new Set<string>(view.on);
  return (entry) => isFor(wanted, entry);
}

/** Wanted, on the side of the lane that counts, and read. */
export function isFor(wanted: ReadonlySet<string>, entry: Entry): boolean {
  return wanted.has(entry.type) && !isLane(entry.recorded.stream) && entry.unread === undefined;
}

/** What a node tells others lies in its own log too, under the same types as what it receives: views, memories and policies read the received side only. */
export function isLane(stream: string): boolean {
  return stream.startsWith('lane-');
}

import { type EventStore, type Position, START } from '../event-store.ts';
import { type MachineTime } from '../machine-time.ts';
import { type Memory } from '../policy.ts';
import { type Consumer, startConsumer } from './consumer.ts';
import { type Entry, type LogReader, history } from './log-reader.ts';
import { type Readings } from './received.ts';
import { StuckError, type Trouble, whileMoving } from './trouble.ts';
import { isFor } from './view-consumers.ts';

export interface RunningMemory<State> {
  readonly consumer: Consumer;
  /** Waits until all that the store has acknowledged by now is folded. */
  read(): Promise<{ readonly state: State; readonly position: Position }>;
}

/** Folds the log from its start: memories are never stored. */
export async function foldMemory<State>(
  memory: Memory<State>,
  { store, readings }: { readonly store: EventStore; readonly readings: Readings },
  through: Position,
): Promise<State> {
  const wanted = new Set(memory.on);
  let state = memory.initial();
  for await (const entry of history(store, through, readings)) state = evolveWith(memory, wanted, state, entry);
  return state;
}

export function evolveWith<State>(memory: Memory<State>, wanted: ReadonlySet<string>, state: State, entry: Entry): State {
  return isFor(wanted, entry) ? memory.evolve(state, entry.message, entry.recorded) : state;
}

/** A command that needs a memory is refused when the memory has not got on for so long (machine time). */
const READ_PATIENCE_MS = 5_000;

export function startMemory<State>(options: {
  readonly node: string;
  readonly store: EventStore;
  readonly reader: LogReader;
  readonly time: MachineTime;
  readonly memory: Memory<State>;
  report(trouble: Trouble): void;
}): RunningMemory<State> {
  const { memory, store, time } = options;
  const wanted = new Set(memory.on);
  let state = memory.initial();
  // Entries that are handled again after one of them failed are folded once.
  let foldedThrough: Position = START;
  const consumer = startConsumer({
    node: options.node,
    name: `memory ${memory.name}`,
    reader: options.reader,
    time,
    after: START,
    batchMax: 1_000,
    handle(entries) {
      for (const entry of entries) {
        if (entry.recorded.position <= foldedThrough) continue;
        state = evolveWith(memory, wanted, state, entry);
        foldedThrough = entry.recorded.position;
      }
    },
    report: options.report,
  });
  return {
    consumer,
    async read() {
      const head = store.head();
      await whileMoving(consumer.through(head), () => [{ name: consumer.name, failing: consumer.failing() }], {
        patienceMs: READ_PATIENCE_MS,
        time,
      });
      if (consumer.position() < head) throw new StuckError(`${consumer.name} was stopped before it had read the log`);
      return { state, position: consumer.position() };
    },
  };
}

import { type Clock, type Instant, msBetween } from '@interlock/kernel';
import { type PlayedCity, playStory } from '@interlock/simulator';
import { type EmbeddedCity } from '../embedded/embedded-city.ts';
import { type Buses, cityOnBuses } from '../play/city-on-buses.ts';
import { dayOf, nextDayBegins } from './day-story.ts';
import { type DemoMemory, openDemoMemory } from './demo-memory.ts';
import { type DemoOutside } from './outside-world.ts';

export interface DemoOptions {
  readonly city: EmbeddedCity;
  readonly buses: Buses;
  readonly outside: DemoOutside;
  /** What kept the demo from going on; the city runs all the same. */
  report(message: string): void;
}

/** The demo’s people at work: the city’s day on wall time, every day anew. */
export interface Demo {
  stop(): Promise<void>;
}

/** Ends a day’s play: the city stops, or the next day begins. */
class DayEnded extends Error {
  override readonly name = 'DayEnded';
}

const AFTER_FAILURE_MS = 60_000;
const LONGEST_SLEEP_MS = 60_000;
const SETTLE_MS_MAX = 2_000;

export function startDemo(options: DemoOptions): Demo {
  const stopping = new AbortController();
  const running = runDays(options, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function runDays(options: DemoOptions, stopping: AbortSignal): Promise<void> {
  const { clock } = options.city;
  while (!stopping.aborted) {
    const midnight = nextDayBegins(clock.now());
    try {
      await playDay(options, stopping, midnight);
      await sleepUntil(clock, midnight, stopping);
    } catch (error) {
      if (error instanceof DayEnded) continue;
      options.report(error instanceof Error ? error.message : String(error));
      await sleep(AFTER_FAILURE_MS, stopping);
    }
  }
}

async function playDay({ city, buses, outside }: DemoOptions, stopping: AbortSignal, midnight: Instant): Promise<void> {
  const { clock, folder } = city;
  const { scenario, world } = await outside.day(clock.now());
  const memory = openDemoMemory(folder.file('demo', dayOf(clock.now()), 'answers.jsonl'));
  const resumesAt = memory.reachedBefore();
  const isOver = (): boolean => stopping.aborted || clock.now() >= midnight;
  const played = demoCity(city, { buses, memory, stopping, midnight });
  let lastActAt = performance.now();
  try {
    await playStory({
      ...{ scenario, city: played, world, references: folder.references },
      run: dayOf(clock.now()),
      wallMs: () => performance.now(),
      ...(resumesAt !== undefined && { resumesAt }),
      async onAct(act) {
        if (act.do === 'step') memory.reached(act.step.at);
        if (isOver()) throw new DayEnded();
        // Catching up with the day’s past takes half of one core at most: people are served meanwhile.
        await sleep(performance.now() - lastActAt, stopping);
        lastActAt = performance.now();
      },
    });
  } finally {
    memory.close();
  }
}

/** The city on wall time, for people who remember what they did before a restart. Nodes record their deadlines themselves. */
function demoCity(
  city: EmbeddedCity,
  {
    buses,
    memory,
    stopping,
    midnight,
  }: { readonly buses: Buses; readonly memory: DemoMemory; readonly stopping: AbortSignal; readonly midnight: Instant },
): PlayedCity {
  const { clock } = city;
  const played = cityOnBuses(city, buses, {
    clock,
    goTo: (at) => sleepUntil(clock, at < midnight ? at : midnight, stopping),
  });
  return {
    ...played,
    async goTo(at) {
      await played.goTo(at);
      if (stopping.aborted || clock.now() >= midnight) throw new DayEnded();
    },
    async send(node, command) {
      const known = memory.answerTo(command.commandId);
      if (known) return known;
      if (stopping.aborted) throw new DayEnded();
      const answer = await played.send(node, command);
      memory.answered(command.commandId, answer);
      return answer;
    },
    async ask(node, query) {
      if (stopping.aborted) throw new DayEnded();
      return played.ask(node, query);
    },
    // Others act in the city too: it may never be quiet.
    settled: () => Promise.race([played.settled(), sleep(SETTLE_MS_MAX, stopping)]),
    // So a list may stay behind the log.
    headOf: () => undefined,
    nextDue: () => undefined,
    fireDue: () => Promise.resolve(),
  };
}

/** In pieces: a long timer would sleep through a change of the wall clock. */
async function sleepUntil(clock: Pick<Clock, 'now'>, at: Instant, signal: AbortSignal): Promise<void> {
  for (let left = msBetween(clock.now(), at); left > 0 && !signal.aborted; left = msBetween(clock.now(), at))
    await sleep(Math.min(left, LONGEST_SLEEP_MS), signal);
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const wake = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const timer = setTimeout(wake, Math.max(0, ms));
    signal.addEventListener('abort', wake);
  });
}

import 'reflect-metadata';
import { writeDurably } from '@interlock/trust';
import { type Instant, type Trouble, msBetween } from '@interlock/kernel';
import { NodesModule } from '@interlock/nest-kit';
import { type Register, readRegister } from '@interlock/office';
import {
  type PlayOptions,
  type Scenario,
  type StoryResult,
  type WorldFile,
  createVirtualClock,
  createWorld,
  openWorldFile,
  playStory,
} from '@interlock/simulator';
import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  EXIT,
  type ExchangeChoice,
  Fault,
  type OpenDataFolder,
  type StoreChoice,
  openDataFolder,
  rosterOf,
  verifyAtNode,
} from '@interlock/hosting';
import { openEmbeddedCity } from '../embedded/embedded-city.ts';
import { cityOnBuses } from './city-on-buses.ts';
import { registerMembers } from './register-members.ts';
import { endIfAsked, waitFor } from './wait-for.ts';

export interface PlayEmbeddedOptions {
  readonly scenario: Scenario;
  /** Where the scenario was read, so that the world can be looked at again later. */
  readonly file: string;
  readonly dataDir: string;
  /** Story time passes that many times as fast as the wall clock; unset: as fast as it can. */
  readonly speed?: number;
  readonly register?: Register;
  /** Where the logs lie; unset: in files of the folder. */
  readonly store?: StoreChoice;
  /** How facts travel; unset: within the process. */
  readonly exchange?: ExchangeChoice;
  readonly onAct?: PlayOptions['onAct'];
  /** Ends the story after the act in hand: everything is sealed and closed, then a Fault is thrown. */
  readonly signal?: AbortSignal;
  report(trouble: Trouble): void;
}

/** Plays a story into a fresh data folder through the real commands, logs, lanes and views; only the world outside is simulated. */
export async function playEmbedded(options: PlayEmbeddedOptions): Promise<StoryResult> {
  const began = performance.now();
  const register = options.register ?? readRegister();
  const folder = openDataFolder(
    options.dataDir,
    rosterOf(register.members).map(({ code }) => code),
  );
  try {
    refuseUsed(folder, options.dataDir);
    const world = openWorldFile(folder.file('world.jsonl'));
    try {
      writeDurably(folder.file('story.json'), `${JSON.stringify({ file: options.file, name: options.scenario.name })}\n`);
      return await playInto(folder, world, { ...options, register, began });
    } finally {
      world.close();
    }
  } finally {
    folder.lock.release();
  }
}

async function playInto(
  folder: OpenDataFolder,
  worldFile: WorldFile,
  options: PlayEmbeddedOptions & { readonly register: Register; readonly began: number },
): Promise<StoryResult> {
  const { scenario, register, store, exchange, onAct, speed, began, signal } = options;
  const clock = createVirtualClock(scenario.startsAt);
  const { references } = folder;
  const world = createWorld({ clock, references, seed: scenario.name, record: worldFile.record(scenario.name) });
  const stuck = Promise.withResolvers<never>();
  // Whoever plays hears of it; before that, and after the end, nobody does.
  stuck.promise.catch(() => undefined);
  const city = await openEmbeddedCity({
    ...{ folder, register, ...(store && { store }), ...(exchange && { exchange }) },
    // The player fires deadlines itself: nothing may happen between two acts.
    clock: { ...clock, wakeAt: () => () => undefined },
    outside: { core: (bank) => world.bank(bank), network: (operator) => world.operator(operator) },
    sealEveryMs: SEAL_AT_THE_END_MS,
    writerThreads: WRITER_THREADS,
    report(trouble) {
      options.report(trouble);
      if (trouble.attempt >= ATTEMPTS_MAX) stuck.reject(stuckBy(trouble));
    },
  });
  try {
    const app = await NestFactory.createApplicationContext(NodesModule.of({ nodes: city, verify: verifyAtNode(city.issuers) }), {
      logger: false,
      abortOnError: false,
    });
    const pass = (until: Instant): Promise<void> => waitFor(speed === undefined ? 0 : msBetween(clock.now(), until) / speed, signal);
    const played = cityOnBuses(
      city,
      { commands: app.get(CommandBus), queries: app.get(QueryBus) },
      {
        clock,
        async goTo(at) {
          await pass(at);
          endIfAsked(signal, STORED);
          clock.advanceTo(at);
        },
      },
    );
    endIfAsked(signal, STORED);
    await registerMembers(played, register, city.get('office'));
    endIfAsked(signal, STORED);
    // From here on a process that is killed leaves signed roots behind, and its logs do not look as if somebody had made them anew.
    await city.seal();
    const playing = playStory({
      ...{ scenario, city: played, world, references },
      run: 'play',
      wallMs: () => performance.now() - began,
      async onAct(act, story) {
        await onAct?.(act, story);
        endIfAsked(signal, STORED);
      },
    });
    playing.catch(() => undefined); // of a stuck story: what it meets after that is told already
    const result = await Promise.race([playing, stuck.promise]);
    await app.close();
    return { ...result, wallMs: Math.round(performance.now() - began) };
  } finally {
    await city.stop();
  }
}

const STORED = 'what was played until then is stored, and every log is signed';

/** Few events, and nobody waits for others’ syncs: more threads would only take longer to start. */
const WRITER_THREADS = 2;
/** Some seconds of trying again: what fails for so long keeps the story from ever settling. */
const ATTEMPTS_MAX = 7;

function stuckBy({ node, consumer, message }: Trouble): Fault {
  return new Fault({
    code: 'STORY_STUCK',
    what: 'The story cannot go on',
    why: `${node}, ${consumer}: ${message}`,
    how: 'see to the cause (a full disk, a size limit, a damaged folder) and play it again into a fresh folder',
    exit: EXIT.failed,
  });
}

/** A story is over in seconds: its logs are sealed when it ends. */
const SEAL_AT_THE_END_MS = 600_000;

function refuseUsed(folder: OpenDataFolder, given: string): void {
  if (!folder.has('police')) return;
  throw new Fault({
    code: 'DATA_NOT_FRESH',
    what: `${given} already holds a city`,
    why: 'a story starts in an empty one, at its own date',
    how: 'name a folder that does not exist yet (--data DIR), or leave it out',
    exit: EXIT.conflict,
  });
}

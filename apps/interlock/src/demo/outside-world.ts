import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, type CoreBanking, type Instant, type LineNetwork, instant } from '@interlock/kernel';
import { type Scenario, type World, type WorldFile, createWorld, linesOf, openWorldFile, restoreWorld } from '@interlock/simulator';
import { type OpenDataFolder, type Outside, ROOT } from '@interlock/hosting';
import { readScenario } from '../play/read-scenario.ts';
import { dayOf, storyOfDay } from './day-story.ts';

/** What is outside a running demo city: the world of a story played into the folder, and one for each of the demo’s days. */
export interface DemoOutside extends Outside {
  /** The demo’s story on the day of the moment, and that day’s world, made where there is none. */
  day(at: Instant): Promise<{ readonly scenario: Scenario; readonly world: World }>;
  close(): void;
}

interface Place {
  readonly scenario: Scenario;
  readonly world: World;
}

/** Older days keep their files; nobody acts in them any more. */
const DAYS_REMEMBERED = 8;
const DEMO_STORY = join(ROOT, 'scenarios', 'city-day.yaml');

/** Nothing is read before somebody asks: a start must not wait for a story. */
export function openOutside(folder: OpenDataFolder, clock: Pick<Clock, 'now'>): DemoOutside {
  const files: WorldFile[] = [];
  const days = new Map<string, Place>();
  const places = new Map<string, World>();
  let demoStory: Scenario | undefined;
  let loading: Promise<void> | undefined;
  const nobody = createWorld({ clock, references: folder.references, seed: 'nobody' });

  const enter = (scenario: Scenario, path: string, seed: string): Place => {
    const file = openWorldFile(path);
    files.push(file);
    const settings = { clock, references: folder.references, record: file.record(seed) };
    const world = file.journal ? restoreWorld(settings, file.journal, knownIn(scenario)) : createWorld({ ...settings, seed });
    for (const { bank, number } of scenario.accounts.values()) places.set(folder.references.account(bank, number), world);
    for (const { number } of linesOf(scenario)) places.set(folder.references.number(number), world);
    return { scenario, world };
  };
  /** A story whose file was changed since is no longer the one of its journal: banks then know none of its accounts, and say so. */
  const enterAgain = (scenario: Scenario, path: string, seed: string): Place | undefined => {
    try {
      return enter(scenario, path, seed);
    } catch {
      return undefined;
    }
  };
  const load = async (): Promise<void> => {
    await Promise.resolve();
    const played = playedStory(folder);
    if (played) enterAgain(played, folder.file('world.jsonl'), played.name);
    if (!existsSync(folder.file('demo'))) return;
    for (const day of readdirSync(folder.file('demo')).sort().slice(-DAYS_REMEMBERED)) {
      demoStory ??= readScenario(DEMO_STORY);
      // Noon of the day is that day in every zone that the city may have.
      const scenario = storyOfDay(demoStory, instant(`${day}T04:00:00.000Z`));
      const place = enterAgain(scenario, folder.file('demo', day, 'world.jsonl'), day);
      if (place) days.set(day, place);
    }
  };
  const worldOf = async (ref: string): Promise<World> => {
    await (loading ??= load());
    return places.get(ref) ?? nobody;
  };
  return {
    core: (bank) => coreOf(bank, worldOf),
    network: (operator) => networkOf(operator, worldOf),
    async day(at) {
      await (loading ??= load());
      const day = dayOf(at);
      const known = days.get(day);
      if (known) return known;
      demoStory ??= readScenario(DEMO_STORY);
      mkdirSync(folder.file('demo', day), { recursive: true });
      const place = enter(storyOfDay(demoStory, at), folder.file('demo', day, 'world.jsonl'), day);
      days.set(day, place);
      return place;
    },
    close() {
      for (const file of files) file.close();
    },
  };
}

/** The story that was played into the folder, where its file is still there and readable. */
function playedStory(folder: OpenDataFolder): Scenario | undefined {
  try {
    const said: unknown = JSON.parse(readFileSync(folder.file('story.json'), 'utf8'));
    return typeof said === 'object' && said !== null && 'file' in said && typeof said.file === 'string'
      ? readScenario(said.file)
      : undefined;
  } catch {
    return undefined; // banks then know none of its accounts, and say so
  }
}

function knownIn(scenario: Scenario): Parameters<typeof restoreWorld>[2] {
  const lines = new Map(linesOf(scenario).map((line) => [line.key, line]));
  return {
    accountOf: (key) => scenario.accounts.get(key),
    lineOf: (key) => lines.get(key),
  };
}

type WorldOf = (ref: string) => Promise<World>;

function coreOf(bank: string, worldOf: WorldOf): CoreBanking {
  const core = async (ref: string): Promise<CoreBanking> => (await worldOf(ref)).bank(bank);
  return {
    stop: async (request) => (await core(request.accountRef)).stop(request),
    release: async (request) => (await core(request.accountRef)).release(request),
    freeze: async (request) => (await core(request.accountRef)).freeze(request),
    extendFreeze: async (request) => (await core(request.accountRef)).extendFreeze(request),
    unfreeze: async (request) => (await core(request.accountRef)).unfreeze(request),
    bookings: async (request) => (await core(request.accountRef)).bookings(request),
    owns: async (accountRef) => (await core(accountRef)).owns(accountRef),
  };
}

function networkOf(operator: string, worldOf: WorldOf): LineNetwork {
  const network = async (ref: string): Promise<LineNetwork> => (await worldOf(ref)).operator(operator);
  return {
    suspend: async (request) => (await network(request.numberRef)).suspend(request),
    restore: async (request) => (await network(request.numberRef)).restore(request),
    deliver: async (request) => (await network(request.numberRef)).deliver(request),
  };
}

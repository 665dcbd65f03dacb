import { createHash } from 'node:crypto';
import { registerMembers } from '@interlock/interlock';
import { type Lane } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import {
  type Scenario,
  type Story,
  type StoryResult,
  type World,
  createVirtualClock,
  createWorld,
  diceOf,
  loadScenario,
  mistakeText,
  playStory,
  randomScenario,
} from '@interlock/simulator';
import { Broken } from './broken.ts';
import { type Chaos, createChaos } from './chaos.ts';
import { type Plant, REFERENCES, type SimulatedCity, createCity, must } from './city.ts';
import { createEventLoop } from './event-loop.ts';
import { checkRepeats, checkRerun } from './again.ts';
import { checkLanes, checkQuiet } from './invariants.ts';
import { watchLanes } from './lane-watch.ts';
import { checkPlaces, checkReckoned } from './reckoned.ts';
import { type Playground, createPlayground } from './played.ts';
import { type Weather, weatherOf } from './weather.ts';

export interface Simulated {
  readonly seed: number;
  readonly weather: Weather;
  /** Of all logs and of all that happened: one seed, one fingerprint. */
  readonly fingerprint: string;
  readonly steps: number;
  readonly machineMs: number;
  readonly deaths: number;
  readonly notes: readonly string[];
}

/** The seed whose run broke an invariant, and what happened up to then. */
export class SimulationFailed extends Error {
  override readonly name = 'SimulationFailed';
  readonly seed: number;
  readonly invariant: string;
  readonly notes: readonly string[];

  constructor(seed: number, cause: unknown, notes: readonly string[]) {
    super(`seed ${String(seed)}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.seed = seed;
    this.invariant = cause instanceof Broken ? cause.invariant : 'the simulation comes to its end';
    this.notes = notes;
  }
}

const BANKS = ['industry', 'agriculture', 'overseas'].map((name) => `bank-${name}`);
const OPERATORS = ['operator-mobile', 'operator-united'];
const OFFICE = 'office';
const register = readRegister();
const MEMBERS = {
  banks: register.members.filter(({ kind }) => kind === 'bank' || kind === 'payment').map(({ code }) => code),
  operators: register.members.filter(({ kind }) => kind === 'operator').map(({ code }) => code),
};

/** Plays one random story on a city of real nodes in the weather of the seed, and holds everything to what must always be so. */
export async function simulate(seed: number, options: { readonly plant?: Plant } = {}): Promise<Simulated> {
  const dice = diceOf(seed ^ 0x5eed);
  const loop = createEventLoop();
  const weather = weatherOf(dice);
  const notes: string[] = [];
  const failing = Promise.withResolvers<never>();
  const chaos = createChaos({
    dice,
    loop,
    weather,
    note: (text) => notes.push(`${String(loop.nowMs())} ms: ${text}`),
    fail: failing.reject,
  });
  const hastyPercent = options.plant?.hastyPercent ?? weather.hastyPercent;
  const { operators, members } = castOf(seed);
  const scenario = storyOf(seed, operators);
  const clock = createVirtualClock(scenario.startsAt);
  const world = createWorld({ clock, references: REFERENCES, seed: scenario.name });
  const handled = (lane: Lane): void => void watch.lookAt(lane).catch(chaos.fail);
  const city: SimulatedCity = createCity({ chaos, weather, clock, world, members, plant: options.plant, handled });
  const watch = watchLanes(city);
  const played = createPlayground({ city, chaos, clock, hastyPercent, look: watch.look });
  try {
    await loop.run(
      Promise.race([failing.promise, live({ seed, scenario, city, played, world, chaos, hastyPercent, plant: options.plant })]),
    );
    return {
      ...{ seed, weather, notes, fingerprint: await fingerprintOf(city, notes), steps: loop.steps(), machineMs: loop.nowMs() },
      deaths: notes.filter((note) => note.includes(' dies ')).length,
    };
  } catch (error) {
    throw new SimulationFailed(seed, error, notes);
  }
}

/** In the other seeds the story is of money alone: with office and operators a seed takes twice as long, and longer where members join. */
const WITH_OFFICE_EVERY = 10;
const ALL_JOINED_EVERY = 20;

interface Cast {
  readonly operators: readonly string[];
  /** Who is there beside police and city. */
  readonly members: readonly string[];
}

function castOf(seed: number): Cast {
  if (seed % WITH_OFFICE_EVERY !== 0) return { operators: [], members: BANKS };
  const operators = haveJoined(seed) ? OPERATORS : OPERATORS.slice(0, 1);
  return { operators, members: [...BANKS, OFFICE, ...operators] };
}

function haveJoined(seed: number): boolean {
  return seed % ALL_JOINED_EVERY === 0;
}

function storyOf(seed: number, operators: readonly string[]): Scenario {
  const dice = diceOf(seed);
  const text = randomScenario({ seed, banks: BANKS, movements: dice.between(2, 12), coarse: dice.chance(40), operators });
  const loaded = loadScenario(text, `random-${String(seed)}.yaml`, MEMBERS);
  if (!loaded.ok) throw new Error(loaded.mistakes.map(mistakeText).join('\n'));
  return loaded.scenario;
}

interface Living {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly city: SimulatedCity;
  readonly played: Playground;
  readonly world: World;
  readonly chaos: Chaos;
  readonly hastyPercent: number;
  readonly plant: Plant | undefined;
}

/** Longer than anything that was on its way when the weather became calm. */
const LATEST_MS = 10_000;

async function live(living: Living): Promise<void> {
  const { seed, city, played, world, chaos, scenario } = living;
  city.start();
  if (haveJoined(seed)) await registerMembers(played, register, { store: must(city.members.get(OFFICE), OFFICE).disk.log });
  const { result, story } = await play(living);
  chaos.calm();
  await chaos.loop.sleep(LATEST_MS);
  await checkLanes(city);
  await played.quiet();
  await checkQuiet(city, world, played.now());
  if (story) await checkPlaces(story);
  if (result && living.hastyPercent === 0) await checkReckoned(scenario, result);
  await checkRepeats(city, played);
  await checkRerun(city, played);
  for (const member of city.members.values()) await member.stop();
}

/** Plays the story to its end. Where time goes on before all has settled, people see what has not come about yet, and may give up. */
async function play({
  scenario,
  city,
  played,
  world,
  chaos,
  hastyPercent,
  plant,
}: Living): Promise<{ readonly result?: StoryResult; readonly story?: Story }> {
  let story: Story | undefined;
  let acts = 0;
  const onAct = async (_act: unknown, now: Story): Promise<void> => {
    story = now;
    acts += 1;
    await plant?.afterAct?.(acts, city);
  };
  try {
    const result = await playStory({ scenario, city: played, world, references: REFERENCES, run: 'simulated', wallMs: () => 0, onAct });
    return { result, ...(story && { story }) };
  } catch (error) {
    if ((hastyPercent === 0 && !plant) || error instanceof Broken) throw error;
    chaos.note(`the story is given up: ${String(error)}`);
    return story ? { story } : {};
  }
}

async function fingerprintOf(city: SimulatedCity, notes: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { disk } of city.members.values())
    for (const { id, bytes } of (await disk.log.readAll({ limit: 1_000_000 })).events) hash.update(id).update(bytes);
  return hash.update(notes.join('\n')).digest('hex');
}

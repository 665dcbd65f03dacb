import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningGateway, startGateway } from '@interlock/gateway';
import { openDataFolder, rosterOf } from '@interlock/hosting';
import { type EmbeddedCity, openEmbeddedCity, registerMembers } from '@interlock/interlock';
import { type CommandAnswer, type CoreBanking, type Instant, type PersonActor } from '@interlock/kernel';
import { issueToken } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import {
  type Cast,
  type PlayedCity,
  type PlayedCommand,
  type Scenario,
  type StoryResult,
  createDueLook,
  createVirtualClock,
  createWorld,
  journalHead,
  journalLine,
  playStory,
} from '@interlock/simulator';
import { textsIn } from './clear-fields.suite.ts';
import { type Canary } from './search.suite.ts';
import { must } from '../machinery/two-houses.suite.ts';

/** A whole city on disk with the gateway before it; what it answers, reports and prints goes into files of the same folder. */
export interface CanaryCity extends PlayedCity {
  readonly city: EmbeddedCity;
  readonly gateway: RunningGateway;
  readonly folder: string;
  /** What people said in fields of commands that were carried out and queries that were answered. */
  readonly said: readonly Canary[];
  /** Writes a line into a file beside the city’s own. */
  note(file: string, line: string): void;
  play(): Promise<StoryResult>;
  token(cast: Cast): Promise<string>;
  stop(): Promise<void>;
}

export async function openCanaryCity(folder: string, scenario: Scenario): Promise<CanaryCity> {
  const register = readRegister();
  const note = (file: string, line: string): void => {
    appendFileSync(join(folder, file), `${line}\n`);
  };
  const data = openDataFolder(
    folder,
    rosterOf(register.members).map(({ code }) => code),
  );
  const clock = createVirtualClock(scenario.startsAt);
  const { references } = data;
  note('world.jsonl', journalHead(scenario.name).trimEnd());
  const world = createWorld({
    clock,
    references,
    seed: scenario.name,
    record: (entry) => {
      note('world.jsonl', journalLine(entry).trimEnd());
    },
  });
  const city = await openEmbeddedCity({
    ...{ folder: data, register, sealEveryMs: 600_000 },
    clock: { ...clock, wakeAt: () => () => undefined },
    outside: { core: (bank) => talkative(world.bank(bank)), network: (operator) => world.operator(operator) },
    report: (trouble) => {
      note('troubles.log', JSON.stringify(trouble));
    },
  });
  const gateway = await startGateway(
    {
      ...{ nodes: city, issuers: city.issuers, clock, members: register.members, version: 'test' },
      // As the process prints it.
      report: ({ operation, error }) => {
        note('troubles.log', `${operation}: ${error instanceof Error ? `${error.message} ${String(error.stack)}` : String(error)}`);
      },
    },
    { host: '127.0.0.1', port: 0 },
  );
  const said: Canary[] = [];
  const hear = (name: string, body: unknown): void => {
    for (const { path, text } of textsIn(body)) said.push({ field: `${name} ${path}`, clear: text });
  };
  const played = playedCity(city, clock, { note, hear });
  await registerMembers(played, register, city.get('office'));
  return {
    ...played,
    ...{ city, gateway, folder, said, note },
    play: () => playStory({ scenario, city: played, world, references, run: 'canary', wallMs: () => 0 }),
    token: (cast) =>
      issueToken(
        { ...cast, audience: ['gateway', ...city.roster.map(({ code }) => code)], ttlSeconds: 3_600, now: clock.now() },
        city.issuerKeys,
      ),
    async stop() {
      await gateway.close();
      await city.stop();
      data.lock.release();
    },
  };
}

/** A core system that is down at first, and says so in words about its customer. */
function talkative(core: CoreBanking): CoreBanking {
  let isDown = true;
  return {
    ...core,
    async stop(request) {
      if (!isDown) return core.stop(request);
      isDown = false;
      throw new Error(`core is down: ${request.stated.number} of ${request.stated.holder} cannot be looked up`);
    },
  };
}

interface Ears {
  note(file: string, line: string): void;
  hear(name: string, body: unknown): void;
}

/** What its people are answered is kept, but for queries: to open a field is what some of them are for. */
function playedCity(city: EmbeddedCity, clock: { now(): Instant; advanceTo(at: Instant): void }, { note, hear }: Ears): PlayedCity {
  const nodeOf = (code: string) => must(city.get(code));
  return {
    ...{ mode: 'embedded', data: city.folder.path, now: clock.now },
    goTo: async (at) => {
      clock.advanceTo(at);
    },
    async send(node, { by, second, ...request }: PlayedCommand): Promise<CommandAnswer> {
      const answer = await nodeOf(node).execute({ ...request, actor: actorOf(by), ...(second && { second: actorOf(second) }) });
      note('answers.log', `${request.name} ${inText(answer)}`);
      if (answer.ok) hear(request.name, request.body);
      return answer;
    },
    async ask(node, { name, body, by }) {
      const reply = await nodeOf(node).ask({ name, commandId: '', body, actor: actorOf(by) });
      if (!reply.ok) throw new Error(`${name}: ${inText(reply)}`);
      hear(name, body);
      return reply.answer;
    },
    settled: () => city.settled(),
    headOf: (node) => city.get(node)?.store.head(),
    nextDue: createDueLook(() => city.all()),
    async fireDue() {
      for (const node of city.all()) await node.timers.fireDue();
    },
    events: async () => ({}),
    parked: () => city.all().flatMap((node) => node.parked()),
  };
}

function actorOf(cast: Cast): PersonActor {
  return { kind: 'person', ...cast };
}

/** Positions are big. */
export function inText(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? String(one) : one));
}

import { join } from 'node:path';
import { makeHttpTransport, openPeerClient } from '@interlock/adapters';
import { EXIT, Fault } from '@interlock/hosting';
import { type CommandAnswer, type Instant, isAfter, msBetween } from '@interlock/kernel';
import { issuerKeysIn } from '@interlock/nest-kit';
import { readRegister } from '@interlock/office';
import { type PlayedCommand, type PlayedWorld, type PlayOptions, type Scenario, type StoryResult, playStory } from '@interlock/simulator';
import { cityReferences, readSecret, writeDurably } from '@interlock/trust';
import { enterMembers } from '../play/register-members.ts';
import { endIfAsked, waitFor } from '../play/wait-for.ts';
import { cityOverHttp } from './city-over-http.ts';
import { type CityPlace, findCity } from './city-place.ts';
import { readCounted } from './control-answers.ts';
import { type PatientCalls, patientCalls } from './patient-calls.ts';
import { worldOverHttp } from './world-over-http.ts';

export interface PlayAgainstOptions {
  readonly scenario: Scenario;
  /** Where the scenario was read, so that the world can be looked at again later. */
  readonly file: string;
  /** The gateway’s address, or the city’s data folder. */
  readonly city: { readonly url: string } | { readonly data: string };
  /** Story time passes that many times as fast as the wall clock; unset: as fast as it can. */
  readonly speed?: number;
  readonly onAct?: PlayOptions['onAct'];
  /** Each command of the story with its answer, as soon as there is one. */
  onAnswer?(node: string, command: PlayedCommand, answer: CommandAnswer): void;
  /** Ends the story after the act in hand: then a Fault is thrown. The city runs on. */
  readonly signal?: AbortSignal;
  /** How long the city may stand still before the story is given up (machine time); a service that is down for a while is waited for. */
  readonly patienceMs?: number;
  /** What the story waits for, now and then. */
  progress(line: string): void;
}

const PATIENCE_MS = 180_000;

/** Plays a story on a running distributed city, fresh and on a virtual clock. The document is that of an embedded play but for mode, ids, data and wall time. */
export async function playAgainst(options: PlayAgainstOptions): Promise<StoryResult> {
  const { scenario, signal, speed, onAct, progress, patienceMs = PATIENCE_MS } = options;
  const began = performance.now();
  const place = await findCity(options.city);
  const client = openPeerClient({ addressOf: place.addressOf, certificate: place.certificate });
  try {
    const patience = { patienceMs, progress, ...(signal && { signal }) };
    const calls = patientCalls(client, patience);
    const world = worldOverHttp(calls);
    await refusePlayed(place, { calls, world, startsAt: scenario.startsAt });
    let now = scenario.startsAt;
    const time = {
      now: () => now,
      reached(at: Instant) {
        now = at;
      },
      async pass(until: Instant) {
        if (speed !== undefined) await waitFor(msBetween(now, until) / speed, signal);
        endIfAsked(signal, STORED);
      },
    };
    const transport = makeHttpTransport({ client, clock: time });
    const answered = options.onAnswer && { onAnswer: options.onAnswer };
    const city = cityOverHttp({ ...{ place, calls, transport, patience, time, ...answered }, issuerKeys: issuerKeysIn(place.data) });
    await city.goTo(scenario.startsAt);
    writeDurably(join(place.data, 'story.json'), `${JSON.stringify({ file: options.file, name: scenario.name })}\n`);
    const register = readRegister();
    await enterMembers(
      city,
      register,
      register.members.map(({ code }) => code),
    );
    const result = await playStory({
      ...{ scenario, city, world, run: 'play' },
      references: cityReferences(readSecret(join(place.data, 'reference.key'))),
      wallMs: () => performance.now() - began,
      async onAct(act, story) {
        await onAct?.(act, story);
        endIfAsked(signal, STORED);
      },
    });
    return { ...result, wallMs: Math.round(performance.now() - began) };
  } finally {
    await client.close();
  }
}

const STORED = 'what was played until then is stored, and the city runs on';

/** A story has a city to itself: at its own date, with nothing in it that was done before. */
async function refusePlayed(
  { data, processes }: CityPlace,
  { calls, world, startsAt }: { readonly calls: PatientCalls; readonly world: PlayedWorld; readonly startsAt: Instant },
): Promise<void> {
  const states = await Promise.all(
    [...processes().values()].flatMap(([first]) => first ?? []).map(async (host) => readCounted(await calls.get(host, '/control/state'))),
  );
  const later = states.find(({ now }) => isAfter(now, startsAt));
  const busy = states.flatMap(({ nodes }) => nodes).find(({ acts }) => acts > 0);
  const { accounts } = await world.history();
  const why = busy
    ? `${busy.node} has ${String(busy.acts)} events of something that was done there`
    : later
      ? `its clock says ${later.now} already, and the story begins at ${startsAt}`
      : accounts.length > 0
        ? `its world has ${String(accounts.length)} accounts already`
        : undefined;
  if (why === undefined) return;
  throw new Fault({
    code: 'CITY_NOT_FRESH',
    what: `The city on ${data} is not fresh`,
    why: `a story starts in an empty city, at its own date: ${why}`,
    how: 'end it with `interlock down`, and start another one on a folder that does not exist yet (`interlock up --clock virtual --data DIR`)',
    exit: EXIT.conflict,
  });
}

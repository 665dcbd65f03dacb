import { type CommandAnswer, type Node, type PersonActor, history } from '@interlock/kernel';
import { type Cast, type PlayedCity, type PlayedCommand, type VirtualClock, createDueLook } from '@interlock/simulator';
import { type Chaos } from './chaos.ts';
import { type SimulatedCity, must } from './city.ts';
import { type SimulatedMember } from './member.ts';
import { Broken } from './broken.ts';

/** A command that somebody got an answer to. */
export interface Answered {
  readonly node: string;
  readonly command: PlayedCommand;
  readonly answer: CommandAnswer;
}

export interface Playground extends PlayedCity {
  readonly answered: readonly Answered[];
  /** Resolves when nothing moves any more, whatever the weather; throws when something never settles. */
  quiet(): Promise<void>;
}

export interface PlaygroundOptions {
  readonly city: SimulatedCity;
  readonly chaos: Chaos;
  readonly clock: VirtualClock;
  /** How often time goes on though not all has settled. */
  readonly hastyPercent: number;
  /** Looks at everything whenever an act has been done. */
  look(): Promise<void>;
}

/** So long nothing may take in machine time, however bad the weather: back-off waits at most 5 s, and the broker is away for a minute at most. */
const SETTLES_WITHIN_MS = 600_000;
const ASKS_AGAIN_MS = 400;
/** What a person is told who has to try again. */
const TRY_AGAIN = new Set(['STORE_UNAVAILABLE', 'STORE_CLOSED', 'NODE_UNAVAILABLE', 'NODE_STUCK', 'WRONG_EXPECTED_REVISION']);

/** The city as the people of a story see it: whoever gets no answer asks again, with the same id. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const { city, chaos, clock } = options;
  const answered: Answered[] = [];
  const insist = insisting(options);
  let isQuiet = false;
  const dues = createDueLook(() => [...city.members.values()].flatMap((member) => member.now() ?? []));
  const quiet = async (): Promise<void> => {
    await untilQuiet(options);
    isQuiet = true;
  };
  return {
    mode: 'embedded',
    data: '',
    answered,
    now: clock.now,
    async goTo(at) {
      isQuiet = false;
      clock.advanceTo(at);
    },
    async send(node, command) {
      isQuiet = false;
      const answer = await insist(node, (one) => one.execute(requestOf(command)));
      answered.push({ node, command, answer });
      return answer;
    },
    async ask(node, { name, body, by }) {
      const reply = await insist(node, (one) => one.ask({ name, commandId: '', body, actor: actorOf(by) }));
      if (!reply.ok) throw new Error(`${name}: ${reply.errors.map(({ code }) => code).join(', ')}`);
      return reply.answer;
    },
    async settled() {
      if (chaos.happens('stops')) await patiently(chaos, 'a process to stop', chaos.dice.pick([...city.members.values()]).restart());
      if (!chaos.isCalm() && chaos.dice.chance(options.hastyPercent)) {
        isQuiet = false;
        await chaos.loop.sleep(chaos.dice.between(0, 2_000));
      } else await quiet();
      await options.look();
    },
    quiet,
    headOf: (node) => (isQuiet ? must(city.members.get(node), node).disk.log.head() : undefined),
    nextDue: dues,
    async fireDue() {
      isQuiet = false;
      for (const { code } of city.members.values()) await insist(code, (node) => node.timers.fireDue());
    },
    events: () => countEvents(city),
    parked: () => [...city.members.values()].flatMap((member) => member.now()?.parked() ?? []),
  };
}

/** Asks a node, and the next process of it, until there is an answer. */
function insisting({ city, chaos }: PlaygroundOptions) {
  return async <Result>(code: string, ask: (node: Node) => Promise<Result>): Promise<Result> => {
    const until = chaos.loop.nowMs() + SETTLES_WITHIN_MS;
    for (;;) {
      const { node, life } = await must(city.members.get(code), code).up();
      try {
        return await patiently(chaos, `an answer of ${code}`, Promise.race([ask(node), life.ended]));
      } catch (error) {
        if (error instanceof Broken) throw error;
        const problem = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
        if (!TRY_AGAIN.has(problem)) throw new Broken('whoever asks gets an answer or is told to try again', `${code}: ${describe(error)}`);
        if (chaos.loop.nowMs() > until) throw new Broken('whoever asks again and again gets an answer', `${code}: ${problem}`);
        await chaos.loop.sleep(chaos.dice.between(1, ASKS_AGAIN_MS));
      }
    }
  };
}

/** Nothing fails, and still it never comes: somebody was not woken. */
async function patiently<Result>({ loop }: Chaos, what: string, work: Promise<Result>): Promise<Result> {
  const late = Promise.withResolvers<never>();
  const cancel = loop.after(SETTLES_WITHIN_MS, () => {
    late.reject(new Broken('nobody waits for ever', what));
  });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    cancel();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Twice in a row nothing has moved: all processes up and settled, everything told received. */
async function untilQuiet({ city, chaos }: PlaygroundOptions): Promise<void> {
  const members = [...city.members.values()];
  const until = chaos.loop.nowMs() + SETTLES_WITHIN_MS;
  const standing = (): string => members.map(({ disk, lives }) => `${String(disk.log.head())}/${String(lives())}`).join(' ');
  let stuck = '';
  for (let quiet = 0; quiet < 2;) {
    if (chaos.loop.nowMs() > until) throw new Broken('everything settles', stuck);
    const before = standing();
    stuck = (await firstUnsettled(chaos, members)) ?? (await firstUntold(city)) ?? (city.underWay() > 0 ? 'batches under way' : '');
    if (stuck === '' && standing() === before) quiet += 1;
    else {
      quiet = 0;
      await chaos.loop.sleep(chaos.dice.between(1, 100));
    }
  }
}

async function firstUnsettled(chaos: Chaos, members: readonly SimulatedMember[]): Promise<string | undefined> {
  for (const member of members) {
    const { node, life } = await member.up();
    try {
      await patiently(chaos, `${member.code} to settle`, Promise.race([node.settled(), life.ended]));
    } catch (error) {
      if (error instanceof Broken) throw error;
      return `${member.code}: ${String(error)}`;
    }
  }
  return undefined;
}

/** The first lane whose recipient has not all that was told on it. */
async function firstUntold({ members, lanes }: SimulatedCity): Promise<string | undefined> {
  for (const { from, to } of lanes) {
    const told = await headOf(must(members.get(from), from), `lane-${to}`);
    const received = await headOf(must(members.get(to), to), `received-${from}`);
    if (told !== received) return `${from} has told ${to} ${String(told)}, received is ${String(received)}`;
  }
  return undefined;
}

async function headOf({ disk }: SimulatedMember, stream: string): Promise<number> {
  return (await disk.log.readStream(stream, { direction: 'backwards', limit: 1 })).head;
}

function requestOf({ by, second, ...request }: PlayedCommand): Parameters<Node['execute']>[0] {
  return { ...request, actor: actorOf(by), ...(second && { second: actorOf(second) }) };
}

function actorOf(cast: Cast): PersonActor {
  return { kind: 'person', ...cast };
}

async function countEvents({ members, roster }: SimulatedCity): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const { code, kind } of roster) {
    const { log } = must(members.get(code), code).disk;
    for await (const { recorded } of history(log, log.head()))
      if (!/^(?:policy|effect)-/.test(recorded.stream)) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

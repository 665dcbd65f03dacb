import { makeInProcessExchange, makeMemoryEventStore, makeMemoryViews } from '@interlock/adapters';
import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import {
  type CommandAnswer,
  type LaneSource,
  type Node,
  type NodeOptions,
  type PersonActor,
  type Trouble,
  history,
  unreachable,
} from '@interlock/kernel';
import { type RosterEntry, hears, rosterOf, tells } from '@interlock/hosting';
import { startTracedNode } from '@interlock/nest-kit';
import { registerMembers } from '@interlock/interlock';
import { officeNode, readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';
import {
  type Cast,
  type PlayedCity,
  type PlayedCommand,
  type Scenario,
  type StoryResult,
  type World,
  createDueLook,
  createVirtualClock,
  createWorld,
  playStory,
} from '@interlock/simulator';
import { telecomNode } from '@interlock/telecom';
import { type NodeKeyStore, cityReferences, memoryKeyStore } from '@interlock/trust';

export interface MemoryCity extends PlayedCity {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly world: World;
  readonly troubles: readonly Trouble[];
  stop(): Promise<void>;
}

const REFERENCE_KEY = new Uint8Array(32).fill(7);
const register = readRegister();
const everyNode = rosterOf(register.members);
/** Enough for the money: no office, no operators. */
const MONEY_NODES = everyNode.filter(({ kind }) => kind === 'police' || kind === 'bank' || kind === 'city');

/** Police, banks and city on memory stores, for many short stories: same rules, lanes and player, no files, no tokens. */
async function openMemoryCity(scenario: Scenario, roster: readonly RosterEntry[] = MONEY_NODES): Promise<MemoryCity> {
  const clock = createVirtualClock(scenario.startsAt);
  // The story moves time and records deadlines itself.
  const still = { ...clock, wakeAt: () => () => undefined };
  const references = cityReferences(REFERENCE_KEY);
  const world = createWorld({ clock, references, seed: scenario.name });
  const nodes = new Map<string, Node>();
  const troubles: Trouble[] = [];
  const exchange = makeInProcessExchange();
  const must = (code: string): Node => {
    const node = nodes.get(code);
    if (!node) throw new Error(`No node ${code}`);
    return node;
  };
  const source: LaneSource = { fetch: (lane, after, limit) => must(lane.from).lanes.source.fetch(lane, after, limit) };
  const keyStores: ReadonlyMap<string, NodeKeyStore> = new Map(
    roster.map(({ code }) => [
      code,
      memoryKeyStore({
        node: code,
        fetchKey: async (publisher, keyId) =>
          (await must(publisher).keyGranted(keyId, code)) ? keyStores.get(publisher)?.exportKey(keyId) : 'not-granted',
      }),
    ]),
  );
  for (const entry of roster) {
    const keys = keyStores.get(entry.code);
    if (!keys) continue;
    const common = {
      ...{ code: entry.code, member: entry.member, clock: still, exchange, source, references, keys },
      store: makeMemoryEventStore(),
      views: makeMemoryViews(),
      tells: tells(entry, roster),
      hears: hears(entry, roster),
      peers: new Map(roster.map(({ code, kind }) => [code, kind])),
      units: new Map(register.units.map(({ code, kind }) => [code, kind])),
      report: (trouble: Trouble) => troubles.push(trouble),
    };
    nodes.set(entry.code, await startKind(entry, common, world));
  }
  const all = [...nodes.values()];
  return {
    mode: 'embedded',
    data: '',
    nodes,
    world,
    troubles,
    now: clock.now,
    goTo: async (at) => clock.advanceTo(at),
    send: (node, command) => send(must(node), command),
    async ask(node, { name, body, by }) {
      const reply = await must(node).ask({ name, commandId: '', body, actor: actorOf(by) });
      if (!reply.ok) throw new Error(`${name}: ${reply.errors.map(({ code }) => code).join(', ')}`);
      return reply.answer;
    },
    settled: () => settle(all),
    headOf: (node) => must(node).store.head(),
    nextDue: createDueLook(() => all),
    async fireDue() {
      for (const node of all) await node.timers.fireDue();
    },
    events: () => countEvents(all),
    parked: () => all.flatMap((node) => node.parked()),
    async stop() {
      for (const node of all) await node.stop();
      await exchange.close();
    },
  };
}

/** Plays a story on a city of its own. */
export async function playInMemory(scenario: Scenario): Promise<Played> {
  return playOn(await openMemoryCity(scenario), scenario);
}

/** Plays a story on a city of all its nodes, with the register entered at the office. */
export async function playOnWholeCity(scenario: Scenario): Promise<Played> {
  const city = await openMemoryCity(scenario, everyNode);
  await registerMembers(city, register, city.nodes.get('office'));
  await city.settled();
  return playOn(city, scenario);
}

interface Played {
  readonly result: StoryResult;
  readonly city: MemoryCity;
}

async function playOn(city: MemoryCity, scenario: Scenario): Promise<Played> {
  const references = cityReferences(REFERENCE_KEY);
  const result = await playStory({ scenario, city, world: city.world, references, run: 'memory', wallMs: () => 0 });
  return { result, city };
}

type Common = Omit<NodeOptions<unknown>, 'definition' | 'ports'>;

function startKind(entry: RosterEntry, common: Common, world: World): Promise<Node> {
  switch (entry.kind) {
    case 'police':
      return startTracedNode({ ...common, definition: policeNode, ports: undefined });
    case 'bank':
      return startTracedNode({ ...common, definition: bankNode, ports: { core: world.bank(entry.code) } });
    case 'telecom':
      return startTracedNode({ ...common, definition: telecomNode, ports: { network: world.operator(entry.code) } });
    case 'office':
      return startTracedNode({ ...common, definition: officeNode, ports: undefined });
    case 'city':
      return startTracedNode({ ...common, definition: cityNode, ports: undefined });
    default:
      return unreachable(entry.kind);
  }
}

function send(node: Node, { by, second, ...request }: PlayedCommand): Promise<CommandAnswer> {
  return node.execute({ ...request, actor: actorOf(by), ...(second && { second: actorOf(second) }) });
}

function actorOf(cast: Cast): PersonActor {
  return { kind: 'person', ...cast };
}

async function settle(nodes: readonly Node[]): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    const before = nodes.map((node) => node.store.head());
    for (const node of nodes) await node.settled();
    quiet = nodes.every((node, index) => node.store.head() === before[index]) ? quiet + 1 : 0;
  }
}

async function countEvents(nodes: readonly Node[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const node of nodes)
    for await (const { recorded } of history(node.store, node.store.head()))
      if (!/^(?:policy|effect)-/.test(recorded.stream)) counts[node.kind] = (counts[node.kind] ?? 0) + 1;
  return counts;
}

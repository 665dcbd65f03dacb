import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import { type RosterEntry, hears, rosterOf, tells } from '@interlock/hosting';
import {
  type Clock,
  type Lane,
  type LaneSource,
  type LineNetwork,
  type Node,
  type NodeDefinition,
  type NodeOptions,
  type Trouble,
  startNode,
  unreachable,
} from '@interlock/kernel';
import { officeNode, readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { type World } from '@interlock/simulator';
import { telecomNode } from '@interlock/telecom';
import { cityReferences } from '@interlock/trust';
import { type Chaos } from './chaos.ts';
import { cross } from './crossing.ts';
import { type Life, ProcessGone } from './life.ts';
import { type Disk, type SimulatedMember, createMember } from './member.ts';
import { simulatedCore } from './simulated-core.ts';
import { createBroker } from './simulated-exchange.ts';
import { simulatedKeys } from './simulated-keys.ts';
import { simulatedNetwork } from './simulated-network.ts';
import { simulatedStore } from './simulated-store.ts';
import { simulatedViews } from './simulated-views.ts';
import { type Weather } from './weather.ts';

type Common = Omit<NodeOptions<unknown>, 'definition' | 'ports'>;

/** A bug that the simulation has to find: something wrong in place of what a node is given, or a wrong thing done. */
export interface Plant {
  given?(given: Common, disk: Disk): Common;
  /** What a process that begins on this disk is made of. */
  made?(definition: NodeDefinition, disk: Disk): Pick<NodeDefinition, 'timers'>;
  network?(network: LineNetwork, disk: Disk): LineNetwork;
  /** How often the story goes on though not all has settled, in percent; unset: as the weather says. */
  readonly hastyPercent?: number;
  afterAct?(acts: number, city: SimulatedCity): Promise<void>;
}

export interface SimulatedCity {
  readonly members: ReadonlyMap<string, SimulatedMember>;
  readonly roster: readonly RosterEntry[];
  readonly lanes: readonly { readonly from: string; readonly to: string }[];
  readonly troubles: readonly Trouble[];
  madeOf(code: string): NodeDefinition;
  /** Batches under way between nodes. */
  underWay(): number;
  start(): void;
  /** From now on processes begin without the planted bug: what it did shows beside sound ones. */
  heal(): void;
}

export interface CityOptions {
  readonly chaos: Chaos;
  readonly weather: Weather;
  readonly clock: Clock;
  readonly world: World;
  /** Who is there beside police and city. */
  readonly members: readonly string[];
  readonly plant?: Plant | undefined;
  /** A batch has been handled by the lane’s recipient. */
  handled(lane: Lane): void;
}

export const REFERENCES = cityReferences(new Uint8Array(32).fill(7));
const register = readRegister();
const ALWAYS = ['police', 'city'];
const UNITS = new Map(register.units.map(({ code, kind }) => [code, kind]));

/** Police, city and members, each a process of its own on a log of its own, and a broker between them. */
export function createCity(options: CityOptions): SimulatedCity {
  const { chaos, weather } = options;
  const roster = rosterOf(register.members).filter(({ code }) => [...ALWAYS, ...options.members].includes(code));
  const troubles: Trouble[] = [];
  let { plant } = options;
  const broker = createBroker(chaos, options.handled);
  const members = new Map<string, SimulatedMember>();
  const reach = reaching(chaos, members);
  for (const entry of roster) {
    const { code } = entry;
    const begin = (life: Life, disk: Disk): Promise<Node> => {
      const given: Common = {
        ...{ code, member: entry.member, references: REFERENCES, clock: options.clock, time: life.time, units: UNITS },
        ...{ tells: tells(entry, roster), hears: hears(entry, roster) },
        peers: new Map(roster.map((peer) => [peer.code, peer.kind])),
        store: simulatedStore(chaos, life, disk.log),
        views: simulatedViews(chaos, life, disk.views),
        keys: simulatedKeys({
          node: code,
          isGranted: (publisher, keyId) => reach(life, publisher, (node) => node.keyGranted(keyId, code)),
        }),
        exchange: broker.connect(life),
        source: sourceOver(reach, life),
        report(trouble) {
          if (!life.isOver()) troubles.push(trouble);
        },
      };
      return startKind(entry, plant?.given?.(given, disk) ?? given, { ...options, plant, life, disk });
    };
    members.set(code, createMember({ code, chaos, viewsAfterDeath: weather.viewsAfterDeath, begin }));
  }
  const kinds = new Map(roster.map((entry) => [entry.code, entry]));
  return {
    members,
    roster,
    lanes: roster.flatMap((entry) => tells(entry, roster).map((to) => ({ from: entry.code, to }))),
    troubles,
    madeOf: (code) => madeOf(must(kinds.get(code), code)),
    underWay: broker.underWay,
    heal() {
      plant = undefined;
    },
    start() {
      for (const member of members.values()) member.start();
    },
  };
}

type Reach = <Result>(life: Life, code: string, ask: (node: Node) => Promise<Result>) => Promise<Result>;

/** A call from one node to another: refused while the other is not there. */
function reaching(chaos: Chaos, members: ReadonlyMap<string, SimulatedMember>): Reach {
  return (life, code, ask) =>
    cross(chaos, life, {
      name: `ask ${code}`,
      refusal: () => (chaos.happens('outsideRefuses') ? new ProcessGone(`${code} is out of reach`) : undefined),
      async perform() {
        const member = must(members.get(code), code);
        const node = member.now();
        if (!node) throw new ProcessGone(`${code} is down`);
        return Promise.race([ask(node), (await member.up()).life.ended]);
      },
    });
}

function sourceOver(reach: Reach, life: Life): LaneSource {
  return { fetch: (lane, after, limit) => reach(life, lane.from, (node) => node.lanes.source.fetch(lane, after, limit)) };
}

interface Starting extends CityOptions {
  readonly life: Life;
  readonly disk: Disk;
}

function startKind(entry: RosterEntry, common: Common, starting: Starting): Promise<Node> {
  const { chaos, world, life, disk, plant } = starting;
  const made = <Ports>(definition: NodeDefinition<Ports>): NodeDefinition<Ports> => ({
    ...definition,
    ...plant?.made?.(madeOf(entry), disk),
  });
  switch (entry.kind) {
    case 'police':
      return startNode({ ...common, definition: made(policeNode), ports: undefined });
    case 'bank':
      return startNode({ ...common, definition: made(bankNode), ports: { core: simulatedCore(chaos, life, world.bank(entry.code)) } });
    case 'telecom': {
      const network = world.operator(entry.code);
      const ports = { network: simulatedNetwork(chaos, life, plant?.network?.(network, disk) ?? network) };
      return startNode({ ...common, definition: made(telecomNode), ports });
    }
    case 'office':
      return startNode({ ...common, definition: made(officeNode), ports: undefined });
    case 'city':
      return startNode({ ...common, definition: made(cityNode), ports: undefined });
    default:
      return unreachable(entry.kind);
  }
}

const DEFINITIONS: Readonly<Record<RosterEntry['kind'], NodeDefinition>> = {
  ...{ police: policeNode, bank: bankNode, telecom: telecomNode, office: officeNode, city: cityNode },
};

function madeOf({ kind }: RosterEntry): NodeDefinition {
  return DEFINITIONS[kind];
}

export function must<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`No ${name} here`);
  return value;
}

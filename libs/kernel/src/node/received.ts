import { type Contract, type Upcast } from '../contract.ts';
import { type Message } from '../decider.ts';
import { type NodeDefinition } from '../node-definition.ts';
import { type Recorded, messageOf } from '../stored-event.ts';

/** Why a received fact cannot be read here. It is kept as it came; whoever knows its contract later reads it then. */
export type UnreadCode =
  /** Another version of a contract that is known here: one of the two nodes is older. */
  | 'CONTRACT_UNKNOWN_VERSION'
  /** Of no contract that is known here. */
  | 'CONTRACT_UNKNOWN'
  /** It claims a contract that it does not fit. */
  | 'FACT_UNREADABLE'
  /** It tells in another node’s name: of an account of another bank, say. */
  | 'FACT_OF_ANOTHER';

export interface Unread {
  readonly code: UnreadCode;
  /** No value of the fact: names and reasons only. */
  readonly problem: string;
}

/** What a received fact says here. */
export interface Reading {
  readonly message: Message;
  readonly unread?: Unread;
}

/** How the facts of others are read, by what one kind of node understands. */
export interface Readings {
  /** Under which type its consumers see it: that of the newest version known. Looks at nothing but the type. */
  typeOf(recorded: Pick<Recorded, 'type' | 'meta'>): string;
  read(recorded: Recorded): Reading;
}

export type Understood = Pick<NodeDefinition, 'receives' | 'views' | 'memories' | 'policies' | 'effects' | 'timers'> & {
  readonly upcasts?: readonly Upcast[];
};

/** Types of the lanes themselves. */
const OF_LANES = /\.(?:lane-opened|fact-repeated|epoch-lost)\.v1$/;
/** Told beside another version that is known here: nobody sees it twice. */
const TOLD_OTHERWISE = 'lane.told-otherwise';

export function readingsOf(definition: Understood): Readings {
  const contracts = new Map<string, Contract>(definition.receives.map((contract) => [contract.type, contract]));
  const upcasts = new Map((definition.upcasts ?? []).map((upcast) => [upcast.from.type, upcast]));
  const known = new Set([...contracts.keys(), ...upcasts.keys(), ...wantedBy(definition)]);
  const families = new Set([...known].map(familyOf));

  const isPassedOver = ({ type, meta: { versions } }: Pick<Recorded, 'type' | 'meta'>): boolean =>
    versions !== undefined && (versions.find((one) => known.has(one)) ?? type) !== type;
  return {
    typeOf(recorded) {
      if (isPassedOver(recorded)) return TOLD_OTHERWISE;
      let { type } = recorded;
      for (let upcast = upcasts.get(type); upcast; upcast = upcasts.get(type)) type = upcast.to;
      return type;
    },
    read(recorded) {
      const { type } = recorded;
      const message = messageOf(recorded);
      if (OF_LANES.test(type) || isPassedOver(recorded)) return { message };
      if (!known.has(type)) return { message, unread: unknown(type, families.has(familyOf(type))) };
      const contract = upcasts.get(type)?.from ?? contracts.get(type);
      if (!contract) return { message };
      const read = contract.read(recorded.data);
      if (!read.ok) return { message, unread: unreadable(contract, read.problems) };
      if (!isItsOwn(contract, recorded))
        return { message, unread: { code: 'FACT_OF_ANOTHER', problem: `${type} names another ${String(contract.speaker)} than told it` } };
      return raise(read.fact, upcasts, contracts);
    },
  };
}

/** `bank.stop-applied.v2` is of the family of `bank.stop-applied.v1`. */
export function familyOf(type: string): string {
  return type.replace(/\.v\d+$/, '');
}

export function isReceived(stream: string): boolean {
  return stream.startsWith('received-');
}

function raise(fact: Message, upcasts: ReadonlyMap<string, Upcast>, contracts: ReadonlyMap<string, Contract>): Reading {
  let message = fact;
  for (let upcast = upcasts.get(message.type); upcast; upcast = upcasts.get(message.type)) {
    message = { ...upcast.up(message), type: upcast.to };
    // What an upcast makes is held to the contract as what is told is.
    const read = contracts.get(message.type)?.read(message);
    if (read?.ok === false) return { message: fact, unread: unreadable({ type: message.type }, read.problems) };
  }
  return { message };
}

function isItsOwn({ speaker }: Contract, { data, meta: { source } }: Recorded): boolean {
  return speaker === undefined || source === undefined || data[speaker] === source.node;
}

function unknown(type: string, isVersion: boolean): Unread {
  return isVersion
    ? { code: 'CONTRACT_UNKNOWN_VERSION', problem: `${type} is a version that is not known here` }
    : { code: 'CONTRACT_UNKNOWN', problem: `${type} is not known here` };
}

function unreadable({ type }: Pick<Contract, 'type'>, problems: readonly string[]): Unread {
  return { code: 'FACT_UNREADABLE', problem: `does not fit ${type}: ${problems.join('; ')}` };
}

function wantedBy({ views, memories, policies, effects, timers }: Understood): readonly string[] {
  return [...views, ...memories, ...policies, ...policies.flatMap(({ memory }) => memory ?? []), ...effects, ...timers].flatMap(
    ({ on }): readonly string[] => on,
  );
}

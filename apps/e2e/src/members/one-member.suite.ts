import { makeInProcessExchange, makeMemoryEventStore, makeMemoryViews } from '@interlock/adapters';
import {
  type CommandAnswer,
  type Instant,
  type KeyStore,
  type LaneSource,
  type Message,
  type Node,
  type NodeDefinition,
  type PersonActor,
  type Stream,
  type Told,
  type Trouble,
  accept,
  decodeEvent,
  idOf,
  messageOf,
  startNode,
} from '@interlock/kernel';
import { createVirtualClock } from '@interlock/simulator';
import { cityReferences, memoryKeyStore } from '@interlock/trust';

/** Somebody who tells others what a test wants told, and keeps what it hears. */
interface Say extends Message {
  readonly type: 'Say';
  readonly told: readonly Told[];
  readonly at: Instant;
}
interface Said extends Message {
  readonly type: 'Said';
  readonly told: readonly Told[];
}
const voice: Stream<Say, number, Said, never> = {
  category: 'voice',
  decider: { initial: 0, decide: ({ told }) => accept({ type: 'Said', told }), evolve: (count) => count + 1 },
  publish: ({ told }) => told,
};
const nothing = { receives: [], views: [], memories: [], policies: [], effects: [], timers: [], commands: [], queries: [] };
const talker: NodeDefinition = { kind: 'talker', streams: [voice], ...nothing };
const TALKERS = ['police', 'office', 'city'] as const;

/** One real member, and around it voices instead of the others (police, office and city, unless told otherwise): over real lanes, with real keys. */
export interface OneMember {
  readonly references: ReturnType<typeof cityReferences>;
  now(): Instant;
  /** Moves time in one step, and records what fell due. */
  goTo(at: Instant): Promise<void>;
  tell(from: string, fact: Message & Readonly<Record<string, unknown>>): Promise<void>;
  /** As the police seal it under their own key. */
  sealByPolice(subject: string, path: string, clear: string): ReturnType<ReturnType<typeof memoryKeyStore>['seal']>;
  command(name: string, body: unknown, commandId?: string, by?: PersonActor): Promise<CommandAnswer>;
  ask(name: string, body?: unknown, by?: PersonActor): Promise<unknown>;
  /** Facts that one of the voices heard from the member, oldest first. */
  heard(by: string): Promise<readonly (Message & Readonly<Record<string, unknown>>)[]>;
  readonly troubles: readonly Trouble[];
  stop(): Promise<void>;
}

const OPERATOR = { kind: 'person', person: 'o-1', role: 'operator', unit: 'desk' } as const;

export async function startMember<Ports>(options: {
  readonly code: string;
  readonly definition: NodeDefinition<Ports>;
  readonly startsAt: Instant;
  /** The member whose people command it; itself unless named. */
  readonly member?: string;
  /** Who is around it, by code, with their kind. */
  readonly talkers?: ReadonlyMap<string, string>;
  ports(given: { readonly clock: { now(): Instant }; readonly references: ReturnType<typeof cityReferences> }): Ports;
}): Promise<OneMember> {
  const clock = createVirtualClock(options.startsAt);
  const still = { ...clock, wakeAt: () => () => undefined };
  const references = cityReferences(new Uint8Array(32).fill(5));
  const troubles: Trouble[] = [];
  let isStopping = false;
  const exchange = makeInProcessExchange();
  const nodes = new Map<string, Node>();
  const must = <Value>(value: Value | undefined): Value => {
    if (value === undefined) throw new Error('Expected a node');
    return value;
  };
  const source: LaneSource = { fetch: (lane, after, limit) => must(nodes.get(lane.from)).lanes.source.fetch(lane, after, limit) };
  const talkers = options.talkers ?? new Map(TALKERS.map((code) => [code, 'talker']));
  const memberCode = options.member ?? options.code;
  const codes = [...talkers.keys(), options.code];
  const keyStores: ReadonlyMap<string, KeyStore> = new Map(
    codes.map((code) => [
      code,
      memoryKeyStore({
        node: code,
        fetchKey: async (publisher, keyId) =>
          (await must(nodes.get(publisher)).keyGranted(keyId, code)) ? keyStores.get(publisher)?.exportKey(keyId) : 'not-granted',
      }),
    ]),
  );
  const common = (code: string) => ({
    ...{
      code,
      member: code === options.code ? memberCode : code,
      clock: still,
      exchange,
      source,
      references,
      keys: must(keyStores.get(code)),
    },
    store: makeMemoryEventStore(),
    views: makeMemoryViews(),
    tells: codes.filter((other) => other !== code),
    hears: codes.filter((other) => other !== code),
    peers: new Map(codes.map((other) => [other, talkers.get(other) ?? options.definition.kind])),
    report(trouble: Trouble) {
      // Lanes that close under a sender are no trouble.
      if (!isStopping) troubles.push(trouble);
    },
  });
  for (const code of talkers.keys()) nodes.set(code, await startNode({ ...common(code), definition: talker, ports: undefined }));
  const member = await startNode({ ...common(options.code), definition: options.definition, ports: options.ports({ clock, references }) });
  nodes.set(options.code, member);
  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < 2;) {
      const before = [...nodes.values()].map((node) => node.store.head());
      for (const node of nodes.values()) await node.settled();
      quiet = [...nodes.values()].every((node, index) => node.store.head() === before[index]) ? quiet + 1 : 0;
    }
  };
  let sent = 0;
  const nextId = (): string => {
    sent += 1;
    return idOf('test-command', sent);
  };
  const actor: PersonActor = { ...OPERATOR, member: memberCode };
  return {
    references,
    now: clock.now,
    troubles,
    async goTo(at) {
      clock.advanceTo(at);
      for (let fired = 1; fired > 0;) {
        fired = await member.timers.fireDue();
        await settled();
      }
    },
    async tell(from, { type, ...data }) {
      const told = [{ to: options.code, type, data }];
      const commandId = nextId();
      const by = { kind: 'policy', name: 'test' } as const;
      await must(nodes.get(from)).context.handle(voice, {
        commandId,
        key: 'one',
        command: { type: 'Say', told },
        actor: by,
        body: commandId,
      });
      await settled();
    },
    sealByPolice: (subject, path, clear) => must(keyStores.get('police')).seal(subject, nextId(), path, clear),
    async command(name, body, commandId = nextId(), by = actor) {
      const answer = await member.execute({ name, commandId, body, actor: by });
      await settled();
      return answer;
    },
    async ask(name, body = {}, by = actor) {
      const asked = await member.ask({ name, commandId: nextId(), body, actor: by });
      return asked.ok ? asked.answer : asked.errors;
    },
    async heard(by) {
      const page = await must(nodes.get(by)).store.readStream(`received-${options.code}`, { limit: 1_000 });
      const events = page.events.map(decodeEvent).map(messageOf);
      return events.filter(({ type }) => !type.endsWith('lane-opened.v1'));
    },
    async stop() {
      isStopping = true;
      // A sender whose recipient has stopped waits for it: only the closing of the lanes ends that.
      await Promise.all([exchange.close(), ...[...nodes.values()].map((node) => node.stop())]);
    },
  };
}

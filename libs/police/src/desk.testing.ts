import { createHash } from 'node:crypto';
import * as contracts from '@interlock/contracts';
import {
  type CommandAnswer,
  type Handled,
  type Instant,
  type Memory,
  type Message,
  type NodeContext,
  type PersonActor,
  type Reaction,
  type Recorded,
  type Stream,
  type StreamCommand,
  type Told,
  fold,
  idOf,
  keysIn,
  reactionIdOf,
} from '@interlock/kernel';
import { createViews, typed } from './desk-views.testing.ts';
import { policeNode } from './police.node.ts';

const person = (code: string, role: string): PersonActor => ({ kind: 'person', member: 'police', person: code, role, unit: 'wuyi' });
const OFFICER = person('P-1001', 'officer');
export const SECOND = person('P-1002', 'duty-officer');
export const HEAD = person('P-1003', 'approving-head');

const BANKS = ['bank-rural', 'bank-industry', 'bank-agriculture', 'bank-city'];
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function ref(kind: string, ...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join(' ')).digest();
  return `${kind}.${[...digest.subarray(0, 26)].map((byte) => BASE32[byte % 32]).join('')}`;
}

export function refOf(bank: string, number: string): `a1.${string}` {
  return `a1.${ref('x', bank, number).slice(2)}`;
}

/** A field as another node would have sealed it. */
export function sealedBy(node: string, clear: string) {
  return {
    sealed: 1,
    key: `${node}/${ref('k', clear)}`,
    commandId: idOf('c', clear),
    path: 'p',
    box: Buffer.from(clear).toString('base64url'),
  } as const;
}

/** The police's node in memory, with one caller at a time: policies, timers and views follow each append at once. */
export interface Desk {
  readonly log: readonly Recorded[];
  readonly told: readonly Told[];
  now(): Instant;
  /** Fires what falls due on the way, in order. */
  advanceTo(at: Instant): Promise<void>;
  send(name: string, body: unknown, options?: { readonly second?: PersonActor; readonly commandId?: string }): Promise<CommandAnswer>;
  ask(name: string, body: unknown): Promise<unknown>;
  /** Keeps a policy behind the others, as may happen in real time; undefined: all go on. */
  keepBehind(policy: string | undefined): void;
  /** What happens between the reading of the next command and its decision. */
  meanwhile(happens: () => Promise<void>): void;
  receive(source: string, fact: Message & Readonly<Record<string, unknown>>): Promise<void>;
  /** Facts of one contract told to one node. */
  toldTo(to: string, type: string): readonly Readonly<Record<string, unknown>>[];
  eventsOf(type: string): readonly Recorded[];
}

export function openDesk(startsAt: Instant): Desk {
  const log: Recorded[] = [];
  const told: Told[] = [];
  let now = startsAt;
  let commands = 0;
  let behind: string | undefined;
  let meanwhile: (() => Promise<void>) | undefined;
  const streams = new Map<string, Stream>(policeNode.streams.map((stream) => [stream.category, stream]));
  const due = new Map<string, { readonly at: Instant; readonly then: Reaction; readonly id: string }>();
  const views = createViews();
  const policies = policeNode.policies.map((policy) => ({ policy, state: policy.memory?.initial(), next: 0 }));
  const memories = new Map(policeNode.memories.map((memory) => [memory.name, { memory, state: memory.initial(), next: 0 }]));

  const messageOf = (event: Recorded): Message => ({ ...event.data, type: event.type });
  const append = (stream: string, events: readonly Message[], meta: Recorded['meta'], id: (index: number) => string): readonly Recorded[] =>
    events.map(({ type, ...data }, index) => {
      const revision = log.filter((one) => one.stream === stream).length;
      const place = { id: id(index), type, schemaVersion: 1, stream, data, meta, recordedAt: now, revision, position: BigInt(log.length) };
      // As it would be read back.
      const event: Recorded = { ...place, data: structuredClone(data) };
      log.push(event);
      for (const rule of policeNode.timers)
        if (rule.on.includes(type))
          for (const change of rule.changes(messageOf(event), event))
            if ('cancel' in change) due.delete(`${rule.name}/${change.cancel}`);
            else
              due.set(`${rule.name}/${change.set}`, {
                at: change.dueAt,
                then: change.then,
                id: idOf('timer', rule.name, change.set, change.dueAt),
              });
      for (const view of policeNode.views) if (view.on.includes(type)) views.apply(view, messageOf(event), event);
      return event;
    });

  function decide(stream: Stream, key: string, command: Message, meta: Recorded['meta'], commandId: string): Handled<Message, Message> {
    const name = `${stream.category}-${key}`;
    const mine = log.filter((one) => one.stream === name);
    const first = mine.filter((one) => one.meta.commandId === commandId);
    const last = first.at(-1);
    if (last) {
      const { refusal } = last.meta;
      if (refusal) return { ok: false, rejection: refusal, position: last.position, repeated: true };
      const events = first.filter(({ type }) => type !== 'CommandAnswered').map(messageOf);
      return { ok: true, events, position: last.position, version: last.revision, repeated: true };
    }
    const state = fold(stream.decider, mine.filter(({ type }) => type !== 'CommandAnswered').map(messageOf));
    const answer = stream.decider.decide(typed<Message>({ ...command, at: now }), state);
    const said = answer.ok ? answer.events : (answer.events ?? []);
    const toStore = said.length > 0 || !answer.ok ? said : [{ type: 'CommandAnswered' }];
    const stored = append(name, toStore, { ...meta, commandId, ...(!answer.ok && { refusal: answer.rejection }) }, (index) =>
      idOf(commandId, name, index),
    );
    for (const event of stored)
      for (const fact of event.type === 'CommandAnswered'
        ? []
        : (stream.publish?.(messageOf(event), { ...event, node: 'police', key }) ?? []))
        tellFact(fact);
    const position = stored.at(-1)?.position ?? -1n;
    if (answer.ok) return { ok: true, events: answer.events, position, version: mine.length, repeated: false };
    return { ok: false, rejection: answer.rejection, ...(stored.length > 0 && { position }), repeated: false };
  }
  function tellFact(fact: Told): void {
    const contract = Object.values(contracts).find((one) => typeof one === 'object' && 'type' in one && one.type === fact.type);
    if (!contract || !('read' in contract)) throw new Error(`No contract ${fact.type}`);
    const read = contract.read(fact.data);
    if (!read.ok) throw new Error(`${fact.type}: ${JSON.stringify(read.problems)}`);
    for (const key of keysIn(fact.data)) if (!key.startsWith('police/')) throw new Error(`${fact.type} carries ${key}`);
    told.push(fact);
  }
  function follow(): void {
    for (let moved = true; moved;) {
      moved = false;
      for (const one of policies) {
        const event = log[one.next];
        if (!event || one.policy.name === behind) continue;
        moved = true;
        one.next += 1;
        const { policy } = one;
        if (policy.memory?.on.includes(event.type)) one.state = policy.memory.evolve(one.state, messageOf(event), event);
        if (!policy.on.includes(event.type)) continue;
        for (const reaction of policy.react(messageOf(event), event, one.state)) {
          const { category, key, command, purpose, settles } = reaction;
          const stream = streams.get(category);
          if (!stream) throw new Error(`No stream ${category}`);
          const id = reactionIdOf(event.id, `${policy.name}/${category}/${key}/${purpose}`);
          const handled = decide(stream, key, command, { actor: { kind: 'policy', name: policy.name } }, id);
          if (!handled.ok && !settles.includes(handled.rejection.type)) throw new Error(`${policy.name}: ${handled.rejection.type}`);
        }
      }
    }
  }
  const context: NodeContext = {
    node: 'police',
    peers: new Map([...BANKS.map((bank) => [bank, 'bank'] as const), ['office', 'office'], ['operator-mobile', 'telecom']]),
    units: new Map(Object.entries({ wuyi: 'county', 'wuyi-hushan': 'township' })),
    clock: { now: () => now, monotonicMs: () => 0, wakeAt: () => () => undefined },
    keys: {
      seal: async (subject, commandId, path, clear) => ({
        sealed: 1,
        key: `police/${subject}`,
        commandId,
        path,
        box: Buffer.from(clear).toString('base64url'),
      }),
      open: async ({ box }) => ({ ok: true, clear: Buffer.from(box, 'base64url').toString() }),
      exportKey: async () => undefined,
      bodyHash: (body) => body,
      close: () => undefined,
    },
    references: {
      account: refOf,
      number: (phone) => `n1.${ref('x', phone).slice(2)}`,
      person: (idNumber) => `p1.${ref('x', idNumber).slice(2)}`,
    },
    views: views.reader,
    async handle<C extends Message, S, E extends Message, R extends Message>(stream: Stream<C, S, E, R>, command: StreamCommand<C>) {
      const happens = meanwhile;
      meanwhile = undefined;
      await happens?.();
      const { key, actor, commandId, correlationId } = command;
      const meta = { actor, ...(correlationId !== undefined && { correlationId }) };
      return typed<Handled<E, R>>(decide(typed<Stream>(stream), key, command.command, meta, commandId));
    },
    async load<C extends Message, S, E extends Message, R extends Message>(stream: Stream<C, S, E, R>, key: string) {
      const mine = log.filter((one) => one.stream === `${stream.category}-${key}`);
      const events = mine.filter(({ type }) => type !== 'CommandAnswered').map((event) => typed<E>(messageOf(event)));
      return { state: fold(stream.decider, events), version: mine.length - 1 };
    },
    async memory<State>(memory: Memory<State>) {
      const running = memories.get(memory.name);
      if (!running) throw new Error(`No memory ${memory.name}`);
      for (let event = log[running.next]; event; event = log[running.next]) {
        running.next += 1;
        if (running.memory.on.includes(event.type)) running.state = running.memory.evolve(running.state, messageOf(event), event);
      }
      return { state: typed<State>(running.state), position: BigInt(log.length - 1) };
    },
    open: async (fields) => fields.map(({ box }) => ({ ok: true, clear: Buffer.from(box, 'base64url').toString() })),
  };
  return {
    log,
    told,
    now: () => now,
    async advanceTo(at) {
      for (;;) {
        const [name, next] = [...due].sort(([, a], [, b]) => (a.at < b.at ? -1 : Number(a.at > b.at)))[0] ?? [];
        if (name === undefined || !next || next.at > at) break;
        due.delete(name);
        if (next.at > now) now = next.at;
        const stream = streams.get(next.then.category);
        if (stream) decide(stream, next.then.key, next.then.command, { actor: { kind: 'timer', name } }, next.id);
        follow();
      }
      now = at;
    },
    async send(name, body, { second, commandId } = {}) {
      const route = policeNode.commands.find((one) => one.name === name);
      if (!route) throw new Error(`No command ${name}`);
      commands += 1;
      const id = commandId ?? idOf('command', commands);
      const answer = await route.handle({ name, commandId: id, body, actor: OFFICER, ...(second && { second }) }, context);
      follow();
      return answer;
    },
    async ask(name, body) {
      const route = policeNode.queries.find((one) => one.name === name);
      if (!route) throw new Error(`No query ${name}`);
      commands += 1;
      return route.answer({ name, commandId: idOf('command', commands), body, actor: OFFICER }, context);
    },
    keepBehind(policy) {
      behind = policy;
      follow();
    },
    meanwhile(happens) {
      meanwhile = happens;
    },
    async receive(source, fact) {
      const id = idOf('fact', log.length);
      append(
        `received-${source}`,
        [fact],
        { actor: { kind: 'lane', name: source }, source: { node: source, number: log.length, position: '0' } },
        () => id,
      );
      follow();
    },
    toldTo: (to, type) => told.filter((fact) => fact.to === to && fact.type === type).map(({ data }) => data),
    eventsOf: (type) => log.filter((event) => event.type === type),
  };
}

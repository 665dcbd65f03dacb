import { randomUUID } from 'node:crypto';
import { type Clock, type Instant, START, type EventStore } from '@interlock/kernel';
import { NodeCommand, NodeQuery } from '@interlock/nest-kit';
import { type PlayedCity, createDueLook } from '@interlock/simulator';
import { type CommandBus, type QueryBus } from '@nestjs/cqrs';
import { type EmbeddedCity } from '../embedded/embedded-city.ts';
import { createTokenDesk } from './token-desk.ts';

/** A query that the story asks and a node refuses: the story cannot go on. */
class QueryRefused extends Error {
  override readonly name = 'QueryRefused';
}

export interface Buses {
  readonly commands: CommandBus;
  readonly queries: QueryBus;
}

/** The city as a player sees it: through its command and query buses only. How time passes is the caller’s. */
export function cityOnBuses(
  city: EmbeddedCity,
  { commands, queries }: Buses,
  time: { readonly clock: Pick<Clock, 'now'>; goTo(at: Instant): Promise<void> },
): PlayedCity {
  const tokenOf = createTokenDesk(city.issuerKeys, time.clock);
  return {
    mode: 'embedded',
    data: city.folder.path,
    now: () => time.clock.now(),
    goTo: (at) => time.goTo(at),
    async send(node, { name, commandId, body, by, second }) {
      const request = {
        ...{ name, commandId, body },
        token: await tokenOf(by, node),
        ...(second && { secondToken: await tokenOf(second, node) }),
      };
      return commands.execute(new NodeCommand(node, request));
    },
    async ask(node, { name, body, by }) {
      const reply = await queries.execute(new NodeQuery(node, { name, commandId: randomUUID(), body, token: await tokenOf(by, node) }));
      if (reply.ok) return reply.answer;
      throw new QueryRefused(`${node} refused ${name} to ${by.member}/${by.role}: ${reply.errors.map(({ code }) => code).join(', ')}`);
    },
    settled: () => city.settled(),
    headOf: (node) => city.get(node)?.store.head(),
    nextDue: createDueLook(() => city.all()),
    async fireDue() {
      for (const node of city.all()) await node.timers.fireDue();
    },
    events: () => countEvents(city),
    parked: () => city.all().flatMap((node) => node.parked().map(({ policy, reason }) => ({ policy: `${node.code} ${policy}`, reason }))),
  };
}

/** Where a policy or effect stands is written by machine time: it differs from play to play. */
const BOOKKEEPING = ['policy-', 'effect-'];

async function countEvents(city: EmbeddedCity): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = { police: 0, bank: 0, telecom: 0, office: 0, city: 0 };
  for (const { code, kind } of city.roster) {
    const node = city.get(code);
    if (node) counts[kind] = (counts[kind] ?? 0) + (await countIn(node.store));
  }
  return counts;
}

async function countIn(store: Pick<EventStore, 'readAll'>): Promise<number> {
  let count = 0;
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after });
    count += page.events.filter(({ stream }) => !BOOKKEEPING.some((prefix) => stream.startsWith(prefix))).length;
    ({ atHead, next: after } = page);
  }
  return count;
}

import { type Message, type Recorded, eventIdOf, factIdOf, instant } from '@interlock/kernel';
import { type FeedCommand, feedDecider } from './feed.decider.ts';
import { type FeedEvent } from './feed.events.ts';
import { enterFeedsWhenTold } from './feed.policy.ts';
import { feedSights } from './feed-sights.memory.ts';

/** A fact as the city received it. */
export interface ToldFact {
  readonly from: string;
  readonly fact: Message & Readonly<Record<string, unknown>>;
  readonly caseId?: string;
}

const HEARD_AT = instant('2026-03-02T05:00:00.000Z');

/** All feeds after these facts, by member, as the kernel would write them: what a policy sends, decided and numbered. */
export function feedsOf(told: readonly ToldFact[]): ReadonlyMap<string, readonly FeedEvent[]> {
  const feeds = new Map<string, FeedEvent[]>();
  let sights = feedSights.initial();
  for (const [index, { from, fact, caseId }] of told.entries()) {
    const recorded = received(from, fact, index, caseId);
    if (feedSights.on.includes(fact.type)) sights = feedSights.evolve(sights, fact, recorded);
    if (!enterFeedsWhenTold.on.includes(fact.type)) continue;
    for (const { category, key, command } of enterFeedsWhenTold.react(fact, recorded, sights)) {
      if (category !== 'feed') throw new Error(`A feed's policy commands ${category}`);
      const before = feeds.get(key) ?? [];
      const answer = feedDecider.decide(asFeedCommand(command), undefined);
      if (answer.ok) feeds.set(key, [...before, ...answer.events]);
    }
  }
  return feeds;
}

function received(from: string, { type, ...data }: ToldFact['fact'], index: number, caseId: string | undefined): Recorded {
  return {
    id: factIdOf(eventIdOf(JSON.stringify(data), 0, type, from), 'city', type, 0),
    type,
    schemaVersion: 1,
    stream: `received-${from}`,
    data,
    meta: {
      actor: { kind: 'lane', name: from },
      source: { node: from, number: index, position: String(index) },
      ...(caseId !== undefined && { correlationId: caseId }),
    },
    recordedAt: HEARD_AT,
    revision: index,
    position: BigInt(index),
  };
}

function asFeedCommand(command: Message): FeedCommand {
  const sent: unknown = { ...command, at: HEARD_AT };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the policy under test sends to feed streams only, checked above
  return sent as FeedCommand;
}

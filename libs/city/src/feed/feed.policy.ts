import { type Instant, type Message, type Reaction, type Recorded, policy, isInstant, to } from '@interlock/kernel';
import { type Audience, type FeedRule, type Shown, FEED_ACCESS } from './feed-access.ts';
import { feedStream } from './feed.decider.ts';
import { type FeedSights, feedSights } from './feed-sights.memory.ts';

/** Feeds that are nobody's member code: the joint office's coordinators are people of the police. */
export const OFFICE_FEED = 'office';
const POLICE_FEED = 'police';
const WITHDRAWN = 'police.stop-proposal-withdrawn.v1';

type Fact = Message & Readonly<Record<string, unknown>>;

interface Reader {
  readonly feed: string;
  readonly audience: Audience;
}

/** R-124, S5, P3: whoever may see a fact gets it in its feed, in its words, once and for all. */
export const enterFeedsWhenTold = policy<Fact, FeedSights>({
  name: 'city_enter_feeds_when_told',
  on: Object.keys(FEED_ACCESS),
  memory: feedSights,
  react(fact, recorded, sights) {
    const rule = FEED_ACCESS[fact.type];
    if (!rule) return [];
    const entered = readersOf(fact, recorded, sights).flatMap((reader) => {
      const shown = rule.shows[reader.audience];
      return shown ? [enter(reader.feed, { fact, recorded, rule, shown, sights })] : [];
    });
    return fact.type === WITHDRAWN ? [...entered, ...leave(fact, recorded, sights)] : entered;
  },
  keys: (fact) => [textOf(fact, 'caseId'), textOf(fact, 'accountRef')].filter((key) => key !== undefined),
});

function readersOf(fact: Fact, recorded: Recorded, sights: FeedSights): readonly Reader[] {
  const bank = bankOf(fact, sights);
  const operator = textOf(fact, 'operator') ?? (fact.type.startsWith('telecom.') ? recorded.meta.source?.node : undefined);
  return [
    { feed: POLICE_FEED, audience: 'police' },
    { feed: OFFICE_FEED, audience: 'office' },
    ...(bank === undefined ? [] : [{ feed: bank, audience: 'bank' } as const]),
    ...(operator === undefined ? [] : [{ feed: operator, audience: 'operator' } as const]),
  ];
}

function bankOf(fact: Fact, { banks }: FeedSights): string | undefined {
  return textOf(fact, 'bank') ?? banks.get(textOf(fact, 'accountRef') ?? '');
}

function enter(
  feed: string,
  {
    fact,
    recorded,
    rule,
    shown,
    sights,
  }: { readonly fact: Fact; readonly recorded: Recorded; readonly rule: FeedRule; readonly shown: Shown; readonly sights: FeedSights },
): Reaction {
  const caseId = shown.withCase ? caseOf(fact, recorded, sights) : undefined;
  const data = Object.fromEntries(shown.fields.flatMap((field) => (fact[field] === undefined ? [] : [[field, fact[field]] as const])));
  return to(feedStream, feed, {
    type: 'EnterFeed',
    entryId: recorded.id,
    kind: fact.type,
    happenedAt: momentOf(fact, recorded, rule),
    ...(caseId !== undefined && { caseId }),
    subject: textOf(fact, rule.subject) ?? '',
    data,
  });
}

/** Named by the fact, by the order it answers, or by whoever caused it. */
function caseOf(fact: Fact, recorded: Recorded, { cases }: FeedSights): string | undefined {
  const about = textOf(fact, 'orderId') ?? textOf(fact, 'freezeId') ?? '';
  return textOf(fact, 'caseId') ?? cases.get(about) ?? recorded.meta.correlationId;
}

function momentOf(fact: Fact, recorded: Recorded, rule: FeedRule): Instant {
  const said = rule.at === undefined ? undefined : textOf(fact, rule.at);
  return said !== undefined && isInstant(said) ? said : recorded.recordedAt;
}

/** S4: the account is in question no more, and nothing was ordered there: its bank is told that, and nothing else. */
function leave(fact: Fact, recorded: Recorded, sights: FeedSights): readonly Reaction[] {
  const accountRef = textOf(fact, 'accountRef');
  const bank = bankOf(fact, sights);
  if (accountRef === undefined || bank === undefined) return [];
  if (sights.ordered.has(accountRef) || (sights.proposed.get(accountRef)?.size ?? 0) > 0) return [];
  const happenedAt = momentOf(fact, recorded, { subject: 'accountRef', at: 'withdrawnAt', shows: {} });
  return [to(feedStream, bank, { type: 'LeaveFeed', entryId: recorded.id, happenedAt, subject: accountRef })];
}

function textOf(fact: Fact, field: string): string | undefined {
  const value = fact[field];
  return typeof value === 'string' ? value : undefined;
}

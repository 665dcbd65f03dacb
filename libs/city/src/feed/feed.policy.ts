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
      return shown ? [enter(reader, { fact, recorded, rule, shown, sights })] : [];
    });
    return [...entered, ...leave(fact, recorded, sights)];
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
    ...membersOf(fact).map((feed) => ({ feed, audience: 'member' }) as const),
  ];
}

/** Members that a fact of the office is about. The police read everything of it in their own feed. */
function membersOf(fact: Fact): readonly string[] {
  if (!fact.type.startsWith('office.')) return [];
  const named = [fact, fact['offeredTo'], ...listIn(fact, 'duties')].flatMap((one) => memberIn(one) ?? []);
  return [...new Set(named)].filter((member) => member !== POLICE_FEED);
}

function memberIn(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null && 'member' in value && typeof value.member === 'string' ? value.member : undefined;
}

function listIn(fact: Fact, field: string): readonly unknown[] {
  const value = fact[field];
  return Array.isArray(value) ? value : [];
}

function bankOf(fact: Fact, { banks }: FeedSights): string | undefined {
  return textOf(fact, 'bank') ?? banks.get(textOf(fact, 'accountRef') ?? '');
}

function enter(
  { feed }: Reader,
  {
    fact,
    recorded,
    rule,
    shown,
    sights,
  }: { readonly fact: Fact; readonly recorded: Recorded; readonly rule: FeedRule; readonly shown: Shown; readonly sights: FeedSights },
): Reaction {
  const caseId = shown.withCase ? caseOf(fact, recorded, sights) : undefined;
  const data = Object.fromEntries(
    shown.fields.flatMap((field) => {
      const value = field === shown.ownPartOf ? listIn(fact, field).filter((one) => memberIn(one) === feed) : fact[field];
      return value === undefined ? [] : [[field, value] as const];
    }),
  );
  return to(feedStream, feed, {
    type: 'EnterFeed',
    entryId: recorded.id,
    kind: fact.type,
    happenedAt: momentOf(fact, recorded, rule),
    ...(caseId !== undefined && { caseId }),
    subject: subjectOf(fact, rule),
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

function subjectOf(fact: Fact, { subject }: FeedRule): string {
  return subject
    .split('/')
    .map((field) => textOf(fact, field) ?? '')
    .join('/');
}

/** S4: whoever loses sight is told that, once, and nothing else. */
function leave(fact: Fact, recorded: Recorded, sights: FeedSights): readonly Reaction[] {
  const rule = FEED_ACCESS[fact.type];
  if (!rule) return [];
  const feeds = fact.type === WITHDRAWN ? outOfQuestion(fact, sights) : outOfDuty(fact, sights);
  const happenedAt = momentOf(fact, recorded, rule);
  const left = { type: 'LeaveFeed', entryId: recorded.id, happenedAt, subject: subjectOf(fact, rule) } as const;
  return feeds.filter((feed) => feed !== POLICE_FEED).map((feed) => to(feedStream, feed, left, { purpose: 'left' }));
}

/** The bank of an account that is in question no more, where nothing was ordered. */
function outOfQuestion(fact: Fact, sights: FeedSights): readonly string[] {
  const accountRef = textOf(fact, 'accountRef') ?? '';
  const isStillSeen = sights.ordered.has(accountRef) || (sights.proposed.get(accountRef)?.size ?? 0) > 0;
  const bank = bankOf(fact, sights);
  return isStillSeen || bank === undefined ? [] : [bank];
}

/** Who had the duty before it was handed over, or was offered it in vain. */
function outOfDuty(fact: Fact, sights: FeedSights): readonly string[] {
  if (fact.type !== 'office.duty-changed.v1') return [];
  return sights.duties.get(`${textOf(fact, 'caseId') ?? ''}/${textOf(fact, 'dutyId') ?? ''}`)?.left ?? [];
}

function textOf(fact: Fact, field: string): string | undefined {
  const value = fact[field];
  return typeof value === 'string' ? value : undefined;
}

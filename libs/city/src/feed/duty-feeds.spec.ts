import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type FeedEvent } from './feed.events.ts';
import { type ToldFact, feedsOf } from './feed.testing.ts';

const CASE = '3f1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e10';
const WARNING = '8a1c1a52-6f0e-5d2a-9c54-1f2a7b9c6e11';
const NOON = '2026-03-02T04:00:00.000Z';

const lastOf = (feed: string, ...told: readonly ToldFact[]) => feedsOf(told).get(feed)?.at(-1);

describe('R-814: duties, each in the feed of who answers for it', () => {
  const duty = (dutyId: string, member: string) => ({
    dutyId,
    code: 'answer',
    zh: '答复',
    en: 'Answer',
    rule: 'R-114',
    member,
    post: 'desk',
    dueAt: NOON,
  });
  const ASSIGNED: ToldFact = {
    from: 'office',
    fact: {
      ...{ type: 'office.duties-assigned.v1', caseId: CASE, template: 'case', version: 1, assignedAt: NOON },
      duties: [duty('answer/one', 'education'), duty('answer/two', 'bank-rural')],
    },
  };
  const changed = (change: string, member: string, offered?: string): ToldFact => ({
    from: 'office',
    fact: {
      ...{ type: 'office.duty-changed.v1', caseId: CASE, dutyId: 'answer/one', change, at: NOON, member },
      ...(offered !== undefined && { offeredTo: { member: offered, post: 'desk' } }),
    },
  });

  it('shows a member its own, coordinators and police all', () => {
    expect(lastOf('education', ASSIGNED)).toMatchObject({ caseId: CASE, data: { duties: [{ dutyId: 'answer/one' }] } });
    expect(JSON.stringify(lastOf('education', ASSIGNED))).not.toContain('bank-rural');
    for (const feed of ['police', 'office']) expect(lastOf(feed, ASSIGNED)).toMatchObject({ data: { duties: [{}, {}] } });
    expect([...feedsOf([ASSIGNED]).keys()].sort()).toEqual(['bank-rural', 'education', 'office', 'police']);
  });

  it('shows an offer to both, and lets the former holder leave when it is taken', () => {
    const offered = [ASSIGNED, changed('handover-offered', 'education', 'tax')];
    expect(lastOf('tax', ...offered)).toMatchObject({ subject: `${CASE}/answer/one`, data: { change: 'handover-offered' } });
    const taken = [...offered, changed('handed-over', 'tax')];
    expect(lastOf('education', ...taken)).toEqual({
      type: 'FeedLeft',
      entryId: expect.any(String),
      at: NOON,
      subject: `${CASE}/answer/one`,
    });
    expect(lastOf('tax', ...taken)).toMatchObject({ data: { change: 'handed-over', member: 'tax' } });
  });

  it('lets whoever declines leave, and the holder stay', () => {
    const declined = [ASSIGNED, changed('handover-offered', 'education', 'tax'), changed('handover-declined', 'education')];
    expect(lastOf('tax', ...declined)).toMatchObject({ type: 'FeedLeft' });
    expect(lastOf('education', ...declined)).toMatchObject({ type: 'FeedEntered', data: { change: 'handover-declined' } });
  });

  it.each(['accepted', 'done', 'lifted'])('lets whoever it was offered to in vain leave when it is %s', (change) => {
    const over = [
      ASSIGNED,
      changed('handover-offered', 'education', 'tax'),
      changed('escalated', 'education'),
      changed(change, 'education'),
    ];
    expect(feedsOf(over).get('tax')).toMatchObject([{ type: 'FeedEntered' }, { type: 'FeedLeft', subject: `${CASE}/answer/one` }]);
  });

  it('lets the first leave when it is offered to a second', () => {
    const again = [ASSIGNED, changed('handover-offered', 'education', 'tax'), changed('handover-offered', 'education', 'court')];
    expect(lastOf('tax', ...again)).toMatchObject({ type: 'FeedLeft' });
    expect(lastOf('court', ...again)).toMatchObject({ type: 'FeedEntered' });
  });

  it('tells a former holder nothing of what becomes of the duty, also when it moves to another post', () => {
    const taken = [ASSIGNED, changed('handover-offered', 'education', 'tax'), changed('handed-over', 'tax')];
    const moved = [...taken, changed('handover-offered', 'tax', 'tax'), changed('handed-over', 'tax'), changed('done', 'tax')];
    expect(feedsOf(moved).get('education')).toEqual(feedsOf(taken).get('education'));
  });

  it('tells overdue and escalated to the holder, police and office, and to no other member', () => {
    for (const change of ['overdue', 'escalated']) {
      const late = [ASSIGNED, changed(change, 'education')];
      for (const feed of ['education', 'police', 'office']) expect(lastOf(feed, ...late)).toMatchObject({ caseId: CASE, data: { change } });
      expect(feedsOf(late).get('bank-rural')).toEqual(feedsOf([ASSIGNED]).get('bank-rural'));
    }
  });

  it('tells of warnings police and office only (R-501)', () => {
    const issued: ToldFact = {
      from: 'office',
      fact: {
        ...{ type: 'office.warning-changed.v1', warningId: WARNING, change: 'issued', at: NOON, level: 'high', state: 'issued' },
        owner: { member: 'bank-rural', post: 'warning-desk' },
      },
    };
    expect([...feedsOf([issued]).keys()].sort()).toEqual(['office', 'police']);
  });

  it('tells of a member’s posts the member itself, police and office', () => {
    const filled: ToldFact = {
      from: 'office',
      fact: { type: 'office.member-changed.v1', member: 'tax', change: 'post-filled', at: NOON, post: 'liaison', holder: 's-11' },
    };
    expect([...feedsOf([filled]).keys()].sort()).toEqual(['office', 'police', 'tax']);
  });
});

describe('S5: a member’s feed does not depend on duties that it never had', () => {
  const members = ['education', 'tax', 'bank-rural'];
  const changes = [
    'accepted',
    'handover-offered',
    'handover-declined',
    'handed-over',
    'overdue',
    'escalated',
    'done',
    'returned',
    'lifted',
  ];
  const assigned = (dutyId: string, member: string): ToldFact => ({
    from: 'office',
    fact: { type: 'office.duties-assigned.v1', caseId: CASE, template: 'case', version: 1, assignedAt: NOON, duties: [{ dutyId, member }] },
  });
  const step = fc.record({
    dutyId: fc.constantFrom('one', 'two', 'three', 'four'),
    change: fc.constantFrom(...changes),
    member: fc.constantFrom(...members),
    offered: fc.option(fc.constantFrom(...members), { nil: undefined }),
  });
  const factOf = ({
    dutyId,
    change,
    member,
    offered,
  }: {
    dutyId: string;
    change: string;
    member: string;
    offered: string | undefined;
  }): ToldFact => ({
    from: 'office',
    fact: {
      ...{ type: 'office.duty-changed.v1', caseId: CASE, dutyId, change, at: NOON, member },
      ...(change === 'handover-offered' && offered !== undefined && { offeredTo: { member: offered, post: 'desk' } }),
    },
  });

  it('is the same, number by number, when those never were', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 30 }),
        fc.array(fc.constantFrom(...members), { minLength: 4, maxLength: 4 }),
        (steps, holders) => {
          const opened = ['one', 'two', 'three', 'four'].map((dutyId, index) => ({ dutyId, told: assigned(dutyId, holders[index] ?? '') }));
          const all = [...opened, ...steps.map((one) => ({ dutyId: one.dutyId, told: factOf(one) }))];
          const feeds = feedsOf(all.map(({ told }) => told));
          for (const member of members) {
            const had = new Set(all.filter(({ told }) => JSON.stringify(told).includes(`"${member}"`)).map(({ dutyId }) => dutyId));
            const own = all.filter(({ dutyId }) => had.has(dutyId)).map(({ told }) => told);
            expect(withoutIds(feeds.get(member))).toEqual(withoutIds(feedsOf(own).get(member)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends with its leaving, once, where it sees the duty no more', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const feeds = feedsOf([assigned('one', 'education'), ...steps.map((one) => factOf({ ...one, dutyId: 'one' }))]);
        for (const member of members) {
          const types = (feeds.get(member) ?? []).map(({ type }) => type);
          expect(types[0] ?? 'FeedEntered').toBe('FeedEntered');
          expect(types.some((type, index) => type === 'FeedLeft' && types[index - 1] === 'FeedLeft')).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Ids of entries stand for the fact’s place among all: they tell of nothing, but differ when others are left out. */
function withoutIds(entries: readonly FeedEvent[] = []): readonly unknown[] {
  return entries.map(({ entryId: _, ...entry }) => entry);
}

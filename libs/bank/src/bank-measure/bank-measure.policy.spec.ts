import { describe, expect, it } from '@jest/globals';
import { type Message, type Recorded, decodeEvent, encodeEvent, instant } from '@interlock/kernel';
import { ACCOUNT, NOON, sealedField } from '../account-hold/account-hold.testing.ts';
import { type MeasureApplied } from './bank-measure.events.ts';
import { accountsInQuestion, tellMeasuresWhenAccountInQuestion } from './bank-measure.policy.ts';

const OTHER = 'a1.oooooooooooooooooooooooooo';
const recorded: Recorded = decodeEvent({
  ...encodeEvent({
    id: 'e',
    type: 'x',
    schemaVersion: 1,
    stream: 's-1',
    data: {},
    meta: { actor: { kind: 'policy', name: 'p' } },
    recordedAt: NOON,
  }),
  stream: 's-1',
  revision: 0,
  position: 0n,
});
const question = { type: 'police.account-in-question.v1', proposalId: 'p', accountRef: ACCOUNT, askedAt: NOON } as const;

function applied(measureId: string, accountRef: typeof ACCOUNT | typeof OTHER = ACCOUNT): MeasureApplied {
  const why = sealedField('why');
  const fields = { kind: 'suspend', reason: 'monitoring', grade: 'high', why, legalBasis: 'law' } as const;
  return { type: 'MeasureApplied', measureId, accountRef, ...fields, remedy: { channel: 'counter', papers: ['id-card'] }, since: NOON };
}

function remember(...events: readonly Message[]) {
  let state = accountsInQuestion.initial();
  for (const event of events) state = accountsInQuestion.evolve(state, event, recorded);
  return state;
}

describe('R-134: police hear of own holds on accounts in question', () => {
  it('of those that stand when the account comes into question', () => {
    const lifted = {
      type: 'MeasureLifted',
      measureId: 'b',
      accountRef: ACCOUNT,
      reason: 'cleared',
      liftedAt: instant('2021-03-22T13:00:00.000Z'),
      wasTold: false,
    } as const;
    const state = remember(applied('a'), applied('b'), applied('c', OTHER), lifted, question);
    const reactions = tellMeasuresWhenAccountInQuestion.react(question, recorded, state);
    expect(reactions.map(({ category, key, command }) => [category, key, command])).toEqual([
      ['bank-measure', 'a', { type: 'TellMeasure' }],
    ]);
  });

  it('of a later one at once', () => {
    const event = applied('late');
    expect(tellMeasuresWhenAccountInQuestion.react(event, recorded, remember(question, event))).toHaveLength(1);
  });

  it('of no other account', () => {
    const event = applied('late', OTHER);
    expect(tellMeasuresWhenAccountInQuestion.react(event, recorded, remember(question, event))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { given, instant } from '@interlock/kernel';
import { basisOf, ruleOf } from '@interlock/rulebook';
import fc from 'fast-check';
import { ACCOUNT, NOON, sealedField } from '../account-hold/account-hold.testing.ts';
import { type ApplyMeasure, type BankMeasureCommand, bankMeasureDecider } from './bank-measure.decider.ts';
import { type BankMeasureEvent, type MeasureApplied } from './bank-measure.events.ts';

const measures = bankMeasureDecider;
const LATER = instant('2021-03-22T15:00:00.000Z');
const why = sealedField('why');
const apply: ApplyMeasure = {
  type: 'ApplyMeasure',
  measureId: 'm',
  accountRef: ACCOUNT,
  kind: 'suspend',
  reason: 'monitoring',
  grade: 'high',
  why,
  remedy: { channel: 'branch-counter', papers: ['id-card', 'statement'] },
  at: NOON,
};
const applied: MeasureApplied = {
  type: 'MeasureApplied',
  measureId: 'm',
  accountRef: ACCOUNT,
  kind: 'suspend',
  reason: 'monitoring',
  grade: 'high',
  why,
  remedy: { channel: 'branch-counter', papers: ['id-card', 'statement'] },
  legalBasis: basisOf(ruleOf('R-134'), NOON).source,
  since: NOON,
};
const told = { type: 'MeasureTold', measureId: 'm', accountRef: ACCOUNT, reason: 'monitoring', since: NOON } as const;
const appealed = { type: 'MeasureAppealed', measureId: 'm', accountRef: ACCOUNT, grounds: why, appealedAt: NOON } as const;
const lifted = (reason: string, wasTold: boolean) =>
  ({ type: 'MeasureLifted', measureId: 'm', accountRef: ACCOUNT, reason, liftedAt: LATER, wasTold }) as const;

describe('R-134: a bank measures on its own authority', () => {
  it('records what the measure rests on at that time', () => {
    expect(given(measures).when(apply)).toEqual({ ok: true, events: [applied] });
    const at = instant('2023-01-01T00:00:00.000Z'); // the law of December 2022 is in force
    const inForceThen = { ...applied, legalBasis: basisOf(ruleOf('R-134'), at).source, since: at };
    expect(given(measures).when({ ...apply, at })).toEqual({ ok: true, events: [inForceThen] });
    expect(inForceThen.legalBasis).not.toBe(applied.legalBasis);
  });

  it('ends it when it wants', () => {
    const lift = { type: 'LiftMeasure', measureId: 'm', reason: 'cleared', at: LATER } as const;
    expect(given(measures, applied).when(lift)).toEqual({ ok: true, events: [lifted('cleared', false)] });
    expect(given(measures, applied, told).when(lift)).toEqual({ ok: true, events: [lifted('cleared', true)] });
    expect(given(measures).when(lift)).toEqual({ ok: false, rejection: { type: 'NoSuchMeasure', measureId: 'm' } });
    expect(given(measures, applied, lifted('cleared', false)).when(lift)).toEqual({
      ok: false,
      rejection: { type: 'MeasureIsOver', rule: 'R-134', liftedAt: LATER },
    });
  });

  it('is applied once', () => {
    expect(given(measures, applied).when(apply)).toEqual({ ok: false, rejection: { type: 'MeasureExists', measureId: 'm' } });
  });
});

describe('R-134: a hold on an account in question is told once, while it stands', () => {
  const tell = { type: 'TellMeasure', at: LATER } as const;

  it.each(['delay', 'restrict', 'suspend'] as const)('%s keeps the money, and is told', (kind) => {
    expect(given(measures, { ...applied, kind }).when(tell)).toEqual({ ok: true, events: [told] });
  });

  it.each(['verify', 'identify-again'] as const)('%s holds nothing', (kind) => {
    expect(given(measures, { ...applied, kind }).when(tell)).toEqual({ ok: true, events: [] });
  });

  it.each<readonly [string, readonly BankMeasureEvent[]]>([
    ['told', [applied, told]],
    ['over', [applied, lifted('cleared', false)]],
    ['never applied', []],
  ])('not when it is %s', (_, history) => {
    expect(given(measures, ...history).when(tell)).toEqual({ ok: true, events: [] });
  });
});

describe('R-401: a restriction carries reason, remedy channel and papers needed', () => {
  it.each<readonly [string, Partial<ApplyMeasure>, readonly string[]]>([
    ['no channel', { remedy: { papers: ['id-card'] } }, ['remedyChannel']],
    ['no papers', { remedy: { channel: 'branch-counter' } }, ['papersNeeded']],
    ['an empty list of papers', { remedy: { channel: 'branch-counter', papers: [] } }, ['papersNeeded']],
    ['neither', { remedy: {} }, ['remedyChannel', 'papersNeeded']],
  ])('is invalid with %s', (_, fields, missing) => {
    expect(given(measures).when({ ...apply, ...fields })).toEqual({
      ok: false,
      rejection: { type: 'RemedyMissing', rule: 'R-401', missing },
    });
  });

  it('is invalid without a reason', () => {
    const { reason: _, ...unreasoned } = apply;
    expect(given(measures).when(unreasoned)).toMatchObject({ ok: false, rejection: { rule: 'R-401', missing: ['reason'] } });
  });

  it('is lifted at once when the appeal is verified', () => {
    const decide = { type: 'DecideAppeal', measureId: 'm', verified: true, reason: 'salary-account', at: LATER } as const;
    expect(given(measures, applied, told, appealed).when(decide)).toEqual({
      ok: true,
      events: [{ type: 'AppealVerified', measureId: 'm', reason: 'salary-account', decidedAt: LATER }, lifted('appeal-verified', true)],
    });
    expect(given(measures, applied).when(decide)).toEqual({ ok: false, rejection: { type: 'NoOpenAppeal', rule: 'R-401' } });
  });

  it('stands when the appeal is denied, and can be appealed again', () => {
    const decide = { type: 'DecideAppeal', measureId: 'm', verified: false, reason: 'papers-forged', at: LATER } as const;
    const denied = { type: 'AppealDenied', measureId: 'm', reason: 'papers-forged', decidedAt: LATER } as const;
    const appeal = { type: 'AppealMeasure', measureId: 'm', grounds: why, at: NOON } as const;
    expect(given(measures, applied, appealed).when(decide)).toEqual({ ok: true, events: [denied] });
    expect(given(measures, applied, appealed).when(appeal)).toEqual({
      ok: false,
      rejection: { type: 'AppealIsOpen', rule: 'R-401', appealedAt: NOON },
    });
    expect(given(measures, applied, appealed, denied).when(appeal)).toEqual({ ok: true, events: [appealed] });
  });
});

describe('R-402: a measure is graded, and says why', () => {
  it('is refused without', () => {
    const { grade: _, why: __, ...ungraded } = apply;
    expect(given(measures).when(ungraded)).toEqual({
      ok: false,
      rejection: { type: 'GradingMissing', rule: 'R-402', missing: ['grade', 'why'] },
    });
  });
});

describe('R-134: whatever happens to a measure', () => {
  const step: fc.Arbitrary<BankMeasureCommand> = fc.oneof(
    fc.constant(apply),
    fc.constant<BankMeasureCommand>({ type: 'TellMeasure', at: NOON }),
    fc.constant<BankMeasureCommand>({ type: 'AppealMeasure', measureId: 'm', grounds: why, at: NOON }),
    fc.boolean().map((verified): BankMeasureCommand => ({ type: 'DecideAppeal', measureId: 'm', verified, reason: 'seen', at: NOON })),
    fc.constant<BankMeasureCommand>({ type: 'LiftMeasure', measureId: 'm', reason: 'cleared', at: NOON }),
  );

  it('it is told and lifted once at most, and its end is told only if it was', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const events: BankMeasureEvent[] = [];
        for (const command of steps) {
          const answer = given(measures, ...events).when(command);
          events.push(...(answer.ok ? answer.events : []));
        }
        const toldTimes = events.filter(({ type }) => type === 'MeasureTold').length;
        const ends = events.flatMap((event) => (event.type === 'MeasureLifted' ? [event.wasTold] : []));
        expect(toldTimes).toBeLessThanOrEqual(1);
        expect(ends.length).toBeLessThanOrEqual(1);
        for (const wasTold of ends) expect(wasTold).toBe(toldTimes === 1);
      }),
    );
  });
});

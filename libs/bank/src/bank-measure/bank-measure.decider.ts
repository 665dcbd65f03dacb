import { type AccountRef, type Answer, type Decider, type Instant, type Sealed, accept, reject, unreachable } from '@interlock/kernel';
import { type OwnMeasure, type RestrictionItem, type RiskGrade, basisOf, ruleOf } from '@interlock/rulebook';
import { type BankMeasureEvent, type MeasureApplied, type MeasureLifted } from './bank-measure.events.ts';

interface At {
  readonly at: Instant;
}
export interface ApplyMeasure extends At {
  readonly type: 'ApplyMeasure';
  readonly measureId: string;
  readonly accountRef: AccountRef;
  readonly kind: OwnMeasure;
  readonly reason?: string;
  readonly grade?: RiskGrade;
  readonly why?: Sealed;
  readonly remedy: { readonly channel?: string; readonly papers?: readonly string[] };
}
export type BankMeasureCommand =
  | ApplyMeasure
  | ({ readonly type: 'TellMeasure' } & At)
  | ({ readonly type: 'AppealMeasure'; readonly measureId: string; readonly grounds: Sealed } & At)
  | ({ readonly type: 'DecideAppeal'; readonly measureId: string; readonly verified: boolean; readonly reason: string } & At)
  | ({ readonly type: 'LiftMeasure'; readonly measureId: string; readonly reason: string } & At);

export type BankMeasureRejection =
  | { readonly type: 'RemedyMissing'; readonly rule: 'R-401'; readonly missing: readonly RestrictionItem[] }
  | { readonly type: 'GradingMissing'; readonly rule: 'R-402'; readonly missing: readonly ('grade' | 'why')[] }
  | { readonly type: 'MeasureExists'; readonly measureId: string }
  | { readonly type: 'NoSuchMeasure'; readonly measureId: string }
  | { readonly type: 'MeasureIsOver'; readonly rule: 'R-134'; readonly liftedAt: Instant }
  | { readonly type: 'AppealIsOpen'; readonly rule: 'R-401'; readonly appealedAt: Instant }
  | { readonly type: 'NoOpenAppeal'; readonly rule: 'R-401' };

export interface BankMeasure {
  readonly applied?: MeasureApplied;
  readonly isTold: boolean;
  readonly appealedAt?: Instant;
  readonly liftedAt?: Instant;
}

type MeasureAnswer = Answer<BankMeasureEvent, BankMeasureRejection>;

/** these keep the money where it is, so they count as a hold; the others only look. */
function keepsMoney(kind: OwnMeasure): boolean {
  return kind === 'delay' || kind === 'restrict' || kind === 'suspend';
}

export const bankMeasureDecider: Decider<BankMeasureCommand, BankMeasure, BankMeasureEvent, BankMeasureRejection> = {
  initial: { isTold: false },
  decide(command, state) {
    if (command.type === 'ApplyMeasure') return apply(command, state);
    const { applied, isTold, liftedAt, appealedAt } = state;
    if (command.type === 'TellMeasure') {
      if (!applied || isTold || liftedAt !== undefined || !keepsMoney(applied.kind)) return accept();
      const { measureId, accountRef, reason, since } = applied;
      return accept({ type: 'MeasureTold', measureId, accountRef, reason, since });
    }
    const { measureId } = command;
    if (!applied) return reject({ type: 'NoSuchMeasure', measureId });
    if (liftedAt !== undefined) return reject({ type: 'MeasureIsOver', rule: 'R-134', liftedAt });
    const { accountRef } = applied;
    switch (command.type) {
      case 'AppealMeasure':
        if (appealedAt !== undefined) return reject({ type: 'AppealIsOpen', rule: 'R-401', appealedAt });
        return accept({ type: 'MeasureAppealed', measureId, accountRef, grounds: command.grounds, appealedAt: command.at });
      case 'DecideAppeal': {
        if (appealedAt === undefined) return reject({ type: 'NoOpenAppeal', rule: 'R-401' });
        const { reason, at: decidedAt } = command;
        if (!command.verified) return accept({ type: 'AppealDenied', measureId, reason, decidedAt });
        const lifted = lift(applied, isTold, { reason: 'appeal-verified', at: decidedAt }); // at once, in the same act
        return accept<BankMeasureEvent>({ type: 'AppealVerified', measureId, reason, decidedAt }, lifted);
      }
      case 'LiftMeasure':
        return accept(lift(applied, isTold, command));
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'MeasureApplied':
        return { applied: event, isTold: false };
      case 'MeasureTold':
        return { ...state, isTold: true };
      case 'MeasureAppealed':
        return { ...state, appealedAt: event.appealedAt };
      case 'AppealVerified':
      case 'AppealDenied': {
        const { appealedAt: _, ...decided } = state;
        return decided;
      }
      case 'MeasureLifted':
        return { ...state, liftedAt: event.liftedAt };
      default:
        return unreachable(event);
    }
  },
};

function apply(command: ApplyMeasure, { applied }: BankMeasure): MeasureAnswer {
  const { measureId, accountRef, kind, reason, grade, why, remedy, at } = command;
  if (applied) return reject({ type: 'MeasureExists', measureId });
  const { channel, papers } = remedy;
  if (reason === undefined || channel === undefined || !papers?.length) {
    const missing: RestrictionItem[] = [];
    if (reason === undefined) missing.push('reason');
    if (channel === undefined) missing.push('remedyChannel');
    if (!papers?.length) missing.push('papersNeeded');
    return reject({ type: 'RemedyMissing', rule: 'R-401', missing });
  }
  if (grade === undefined || why === undefined) {
    const missing = [...(grade === undefined ? (['grade'] as const) : []), ...(why === undefined ? (['why'] as const) : [])];
    return reject({ type: 'GradingMissing', rule: 'R-402', missing });
  }
  const legalBasis = basisOf(ruleOf('R-134'), at).source;
  const told = { reason, grade, why, remedy: { channel, papers }, legalBasis };
  return accept({ type: 'MeasureApplied', measureId, accountRef, kind, ...told, since: at });
}

function lift(
  { measureId, accountRef }: MeasureApplied,
  wasTold: boolean,
  { reason, at }: { readonly reason: string; readonly at: Instant },
): MeasureLifted {
  return { type: 'MeasureLifted', measureId, accountRef, reason, liftedAt: at, wasTold };
}

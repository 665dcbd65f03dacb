import { type Instant } from '@interlock/kernel';
import { type Step } from '../file/scenario.ts';
import { type Phase, type Planned } from '../time/agenda.ts';

/** Something that waits for a bank’s operator. */
export interface BankTask {
  readonly kind: 'stop' | 'release' | 'detail' | 'freeze' | 'lift';
  readonly bank: string;
  readonly accountRef: string;
  /** Order, ask or freeze that it answers. */
  readonly id: string;
}

/** What somebody in the story does at a moment. */
export type Act =
  | { readonly do: 'step'; readonly step: Step }
  | { readonly do: 'enter'; readonly report: number }
  | { readonly do: 'file'; readonly report: number }
  | { readonly do: 'confirm'; readonly proposalId: string; readonly accountRef: string }
  | { readonly do: 'answer'; readonly task: BankTask }
  | { readonly do: 'correct'; readonly orderId: string; readonly accountRef: string }
  | { readonly do: 'renew'; readonly orderId: string; readonly accountRef: string }
  | { readonly do: 'freeze'; readonly caseId: string; readonly accountRef: string }
  | { readonly do: 'watch'; readonly caseId: string; readonly accountRef: string }
  | {
      readonly do: 'tell-watched';
      readonly bank: string;
      readonly accountRef: string;
      readonly watchId: string;
      /** What happened later has its own time to be told. */
      readonly through: Instant;
    };

function phaseOf(act: Act): Phase {
  if (act.do === 'answer' || act.do === 'tell-watched') return 'bank-answer';
  if (act.do !== 'step') return 'officer';
  switch (act.step.verb) {
    case 'pay':
    case 'move':
    case 'cashOut':
      return 'movement';
    case 'bankHold':
    case 'bankRelease':
      return 'own-hold';
    default:
      return 'officer';
  }
}

export function planned(at: Instant, act: Act): Planned<Act> {
  return { at, phase: phaseOf(act), act };
}

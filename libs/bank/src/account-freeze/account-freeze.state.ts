import { type Instant, unreachable } from '@interlock/kernel';
import { type AccountFreezeEvent, type FreezeOrderReceived } from './account-freeze.events.ts';

/** What became of one freeze. `beginning` and `lifting` are at the core now. */
type FreezeStage =
  | { readonly status: 'received' }
  | {
      readonly status: 'beginning';
      readonly wasQueued: boolean;
      /** A sum became free while the core was asked: its "nothing free" may be old by then. */
      readonly isFreedMeanwhile: boolean;
    }
  | { readonly status: 'queued' }
  | { readonly status: 'applied' | 'lifting'; readonly endsAt: Instant; readonly coreKey: string }
  | { readonly status: 'lapsed'; readonly endedAt: Instant; readonly isFreed: boolean }
  | { readonly status: 'lifted'; readonly endedAt: Instant };

export interface FreezeState {
  readonly order: FreezeOrderReceived;
  readonly stage: FreezeStage;
  readonly isLiftAsked: boolean;
}

/** Freezes of one account in the order in which they came: also the order of the queue. */
export type AccountFreezes = ReadonlyMap<string, FreezeState>;

/** who is next when a sum becomes free. */
export function firstInQueue(freezes: AccountFreezes): FreezeState | undefined {
  return [...freezes.values()].find(({ stage }) => stage.status === 'queued');
}

export function evolveFreezes(state: AccountFreezes, event: AccountFreezeEvent): AccountFreezes {
  if (event.type === 'FreezeOrderReceived')
    return new Map([...state, [event.freezeId, { order: event, stage: { status: 'received' }, isLiftAsked: false }]]);
  const freeze = state.get(event.freezeId);
  if (!freeze) throw new Error(`${event.type}: no freeze ${event.freezeId}`);
  const next = new Map([...state, [event.freezeId, evolveFreeze(freeze, event)]]);
  const isFreed = event.type === 'LapsedSumFreed' || (event.type === 'FreezeLifted' && freeze.stage.status === 'lifting');
  return isFreed ? new Map([...next].map(([id, other]) => [id, noticed(other)])) : next;
}

function noticed(freeze: FreezeState): FreezeState {
  return freeze.stage.status === 'beginning' ? { ...freeze, stage: { ...freeze.stage, isFreedMeanwhile: true } } : freeze;
}

function evolveFreeze(freeze: FreezeState, event: Exclude<AccountFreezeEvent, FreezeOrderReceived>): FreezeState {
  const { stage } = freeze;
  const expectStatus = (...statuses: readonly FreezeStage['status'][]) => {
    if (!statuses.includes(stage.status)) throw new Error(`${event.type}: freeze ${event.freezeId} is ${stage.status}`);
  };
  switch (event.type) {
    case 'FreezeBegun':
      expectStatus('received', 'queued');
      return { ...freeze, stage: { status: 'beginning', wasQueued: stage.status === 'queued', isFreedMeanwhile: false } };
    case 'FreezeApplied':
      expectStatus('beginning');
      return { ...freeze, stage: { status: 'applied', endsAt: event.endsAt, coreKey: event.coreKey } };
    case 'FreezeQueued':
      expectStatus('beginning');
      return { ...freeze, stage: { status: 'queued' } };
    case 'FreezeRenewed':
      if (stage.status !== 'applied') throw new Error(`FreezeRenewed: freeze ${event.freezeId} is ${stage.status}`);
      return { ...freeze, stage: { ...stage, endsAt: event.endsAt } };
    case 'ExtensionBegun':
    case 'FreezeExtended':
      expectStatus('applied');
      return freeze;
    case 'LiftAsked':
      return { ...freeze, isLiftAsked: true };
    case 'LiftBegun':
      if (stage.status !== 'applied') throw new Error(`LiftBegun: freeze ${event.freezeId} is ${stage.status}`);
      return { ...freeze, stage: { ...stage, status: 'lifting' } };
    case 'FreezeLifted':
      expectStatus('received', 'queued', 'lifting');
      return { ...freeze, isLiftAsked: false, stage: { status: 'lifted', endedAt: event.liftedAt } };
    case 'FreezeLapsed':
      expectStatus('applied');
      return { ...freeze, stage: { status: 'lapsed', endedAt: event.lapsedAt, isFreed: false } };
    case 'LapsedSumFreed':
      if (stage.status !== 'lapsed') throw new Error(`LapsedSumFreed: freeze ${event.freezeId} is ${stage.status}`);
      return { ...freeze, stage: { ...stage, isFreed: true } };
    case 'FreezeFoundOver':
      expectStatus('lapsed', 'lifted');
      return event.askedFor === 'lift' ? { ...freeze, isLiftAsked: false } : freeze;
    default:
      return unreachable(event);
  }
}

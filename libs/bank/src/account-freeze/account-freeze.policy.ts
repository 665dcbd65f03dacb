import { type FreezeLapsedV1, type FreezeLiftOrderedV1, type FreezeOrderedV1, type FreezeRenewedV1 } from '@interlock/contracts';
import { policy, to, unreachable } from '@interlock/kernel';
import { accountFreeze } from './account-freeze.stream.ts';

/** Freezes and lifts wait for an operator; a renewal in time runs on at once. */
export const receiveFreezesWhenPoliceAsk = policy<FreezeOrderedV1 | FreezeLiftOrderedV1 | FreezeRenewedV1 | FreezeLapsedV1>({
  name: 'bank_receive_freezes_when_police_ask',
  on: ['police.freeze-ordered.v1', 'police.freeze-lift-ordered.v1', 'police.freeze-renewed.v1', 'police.freeze-lapsed.v1'],
  keys: (fact) => [fact.caseId, fact.accountRef],
  react(fact) {
    switch (fact.type) {
      case 'police.freeze-ordered.v1': {
        const { type: _, bank: __, approvedBy, ...order } = fact;
        return [to(accountFreeze, fact.accountRef, { type: 'ReceiveFreeze', order: { ...order, ...(approvedBy && { approvedBy }) } })];
      }
      case 'police.freeze-lift-ordered.v1': {
        const { freezeId, accountRef, orderedAt } = fact;
        return [to(accountFreeze, accountRef, { type: 'AskLift', freezeId, accountRef, orderedAt })];
      }
      case 'police.freeze-renewed.v1':
        return [to(accountFreeze, fact.accountRef, { type: 'RenewFreeze', freezeId: fact.freezeId, until: fact.until })];
      case 'police.freeze-lapsed.v1':
        return [to(accountFreeze, fact.accountRef, { type: 'LapseFreeze', freezeId: fact.freezeId }, { settles: ['NotDueYet'] })];
      default:
        return unreachable(fact);
    }
  },
});

import { effect, to } from '@interlock/kernel';
import { type BankPorts, EFFECT_SETTLES } from '../ports.ts';
import { type FreezeBegun, type FreezeLapsed, type LiftBegun } from './account-freeze.events.ts';
import { accountFreeze } from './account-freeze.stream.ts';

/** up to the free balance. */
export const freezeAccount = effect<FreezeBegun, BankPorts>({
  name: 'bank_freeze_account',
  on: ['FreezeBegun'],
  async run({ freezeId, accountRef, sumFen }, { id }, { ports }) {
    const { frozenFen, balanceFen, availableFen, answeredAt } = await ports.core.freeze({ key: id, accountRef, sumFen });
    const answer = { freezeId, coreKey: id, frozenFen, balanceFen, availableFen, answeredAt };
    return [to(accountFreeze, accountRef, { type: 'RecordFreezeAnswer', answer }, { settles: EFFECT_SETTLES })];
  },
});

/** a lifted or lapsed sum is free again. */
export const unfreezeAccount = effect<LiftBegun | FreezeLapsed, BankPorts>({
  name: 'bank_unfreeze_account',
  on: ['LiftBegun', 'FreezeLapsed'],
  async run({ freezeId, accountRef, coreKey }, { id }, { ports }) {
    const { unfrozenAt } = await ports.core.unfreeze({ key: id, freezeKey: coreKey, accountRef });
    return [to(accountFreeze, accountRef, { type: 'RecordUnfrozen', freezeId, unfrozenAt }, { settles: EFFECT_SETTLES })];
  },
});

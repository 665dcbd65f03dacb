import { effect, to } from '@interlock/kernel';
import { FREEZE_MONTHS_MAX, inForce } from '@interlock/rulebook';
import { type BankPorts, EFFECT_SETTLES } from '../ports.ts';
import { type ExtensionBegun, type FreezeBegun, type FreezeLapsed, type LiftBegun } from './account-freeze.events.ts';
import { accountFreeze } from './account-freeze.stream.ts';

/** up to the free balance, for the months ordered. */
export const freezeAccount = effect<FreezeBegun, BankPorts>({
  name: 'bank_freeze_account',
  on: ['FreezeBegun'],
  async run({ freezeId, accountRef, sumFen, begunAt, months = inForce(FREEZE_MONTHS_MAX, begunAt) }, { id }, { ports }) {
    const { frozenFen, balanceFen, availableFen, answeredAt } = await ports.core.freeze({ key: id, accountRef, sumFen, months });
    const answer = { freezeId, coreKey: id, frozenFen, balanceFen, availableFen, answeredAt };
    return [to(accountFreeze, accountRef, { type: 'RecordFreezeAnswer', answer }, { settles: EFFECT_SETTLES })];
  },
});

/** renewed in the bank's books, and so at its core. */
export const extendFreeze = effect<ExtensionBegun, BankPorts>({
  name: 'bank_extend_freeze',
  on: ['ExtensionBegun'],
  async run({ freezeId, accountRef, coreKey, until }, { id }, { ports }) {
    const answer = await ports.core.extendFreeze({ key: id, freezeKey: coreKey, accountRef, until });
    return [to(accountFreeze, accountRef, { type: 'RecordExtension', freezeId, until, answer }, { settles: EFFECT_SETTLES })];
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

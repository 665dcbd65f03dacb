import { type CoreBanking } from '@interlock/kernel';

/** What a bank's node reaches outside Interlock. */
export interface BankPorts {
  readonly core: CoreBanking;
}

/** Sealing twice gives other bytes: an effect that ran again after its answer was stored finds its command there, and is done. */
export const EFFECT_SETTLES = ['IdempotencyConflict'] as const;

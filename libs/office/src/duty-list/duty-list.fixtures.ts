import { type Instant, instant, plusMinutes } from '@interlock/kernel';
import { type DutyListCommand } from './duty-list.commands.ts';

export const CASE = '0b1e6c9a-0c5e-5f0e-9d59-6d9d3a3d3c11';
export const ACCEPTED: Instant = instant('2021-03-22T12:00:00+08:00');
export const ENTRY_DUE: Instant = plusMinutes(ACCEPTED, 30);
export const ENTERED: Instant = plusMinutes(ACCEPTED, 3);

export const open: DutyListCommand = {
  ...{ type: 'OpenDutyList', caseId: CASE, acceptedAt: ACCEPTED, entryDueAt: ENTRY_DUE, at: ACCEPTED },
};

/** The Wuyi case: a company’s account at the rural bank, paid to one at the Bank of Industry. */
export function assign(over: { readonly scamType?: string; readonly enteredAt?: Instant } = {}): DutyListCommand {
  const { scamType = 'T17', enteredAt = ENTERED } = over;
  const entered = { scamType, enteredAt, payingBanks: ['bank-rural'], receivingBanks: ['bank-industry', 'bank-city'] };
  return { type: 'AssignDuties', entered, at: enteredAt };
}

import { type AccountRef, type Memory, policy, to } from '@interlock/kernel';
import { type CaseWithdrawn } from '../case/case.events.ts';
import { type FreezeOrdered } from './freeze.events.ts';
import { freezeStream } from './freeze.stream.ts';

/** Accounts with freezes of a case, and their banks. */
type FrozenAccounts = Map<string, Map<AccountRef, string>>;

export const frozenAccounts: Memory<FrozenAccounts> = {
  name: 'police_frozen_accounts',
  initial: () => new Map(),
  on: ['FreezeOrdered'],
  evolve(byCase, event) {
    if (!isFreezeOrdered(event)) return byCase;
    const accounts = byCase.get(event.caseId) ?? new Map<AccountRef, string>();
    return byCase.set(event.caseId, accounts.set(event.accountRef, event.bank));
  },
};

function isFreezeOrdered(event: { readonly type: string }): event is FreezeOrdered {
  return event.type === 'FreezeOrdered';
}

/** a withdrawn case's freezes are to be lifted. A machine may not lift: it records that the lift is due, and a person orders it. */
export const markLiftsDueWhenCaseWithdrawn = policy<CaseWithdrawn, FrozenAccounts>({
  name: 'police_mark_lifts_due_when_case_withdrawn',
  on: ['CaseWithdrawn'],
  memory: frozenAccounts,
  keys: ({ caseId }) => [caseId],
  react: ({ caseId, withdrawnAt: dueSince }, _recorded, byCase) =>
    [...(byCase.get(caseId) ?? [])].map(([accountRef, bank]) =>
      to(freezeStream, accountRef, { type: 'MarkLiftsDue', accountRef, bank, caseId, dueSince }),
    ),
});

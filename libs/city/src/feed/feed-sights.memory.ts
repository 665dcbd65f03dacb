import { type Memory } from '@interlock/kernel';

/** What a fact does not say itself, but an earlier one of the same lane did: whose an account is, of which case an order. */
export interface FeedSights {
  readonly banks: Map<string, string>;
  /** Case of an order or freeze. */
  readonly cases: Map<string, string>;
  /** Accounts in question: open proposals of each. */
  readonly proposed: Map<string, Set<string>>;
  /** Accounts that an order or freeze was sent for: their bank keeps its sight. */
  readonly ordered: Set<string>;
  /** Duties by `case/duty`: who sees each. */
  readonly duties: Map<string, DutyHolders>;
}

export interface DutyHolders {
  readonly member: string;
  /** Whoever may still take it over. */
  readonly offeredTo?: string;
  /** Who saw the duty up to the fact last noted, and does no more. */
  readonly left: readonly string[];
}

export const feedSights: Memory<FeedSights> = {
  name: 'city_feed_sights',
  initial: () => ({ banks: new Map(), cases: new Map(), proposed: new Map(), ordered: new Set(), duties: new Map() }),
  on: [
    ...['police.stop-proposed.v1', 'police.stop-proposal-withdrawn.v1', 'police.stop-ordered.v1', 'police.freeze-ordered.v1'],
    ...['office.duties-assigned.v1', 'office.duty-changed.v1'],
  ],
  evolve(state, { type, ...fields }) {
    if (type.startsWith('office.')) {
      noteDuties(state, fields);
      return state;
    }
    const { accountRef, bank, proposalId, orderId, freezeId, caseId } = words(fields);
    if (accountRef === undefined) return state;
    if (bank !== undefined) state.banks.set(accountRef, bank);
    const ordered = orderId ?? freezeId;
    if (ordered !== undefined) {
      state.ordered.add(accountRef);
      if (caseId !== undefined) state.cases.set(ordered, caseId);
    }
    if (proposalId === undefined) return state;
    const open = state.proposed.get(accountRef) ?? new Set();
    if (type === 'police.stop-proposed.v1') open.add(proposalId);
    else open.delete(proposalId);
    state.proposed.set(accountRef, open);
    return state;
  },
};

function noteDuties({ duties }: FeedSights, fields: Readonly<Record<string, unknown>>): void {
  const { caseId = '', dutyId, member } = words(fields);
  const listed: readonly unknown[] = Array.isArray(fields['duties']) ? fields['duties'] : [];
  for (const one of listed) {
    const duty = words(recordOf(one));
    if (duty.dutyId !== undefined && duty.member !== undefined) duties.set(`${caseId}/${duty.dutyId}`, { member: duty.member, left: [] });
  }
  if (dutyId === undefined || member === undefined) return;
  const known = duties.get(`${caseId}/${dutyId}`);
  const offered = words(recordOf(fields['offeredTo'])).member;
  const offeredTo = offered ?? (OFFER_STAYS.includes(fields['change']) ? known?.offeredTo : undefined);
  const seen = [known?.member, known?.offeredTo].filter((one) => one !== undefined);
  const left = [...new Set(seen)].filter((one) => one !== member && one !== offeredTo);
  duties.set(`${caseId}/${dutyId}`, { member, left, ...(offeredTo !== undefined && { offeredTo }) });
}

/** What happens to a duty while its offer stands; anything else is the end of the offer. */
const OFFER_STAYS: readonly unknown[] = ['overdue', 'escalated', 'replied', 'holder-missing', 'holder-found'];

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

type Words = Readonly<
  Partial<Record<'accountRef' | 'bank' | 'proposalId' | 'orderId' | 'freezeId' | 'caseId' | 'dutyId' | 'member', string>>
>;

/** The fields that are text: received facts have any shape until their contract has read them. */
function words(fields: Readonly<Record<string, unknown>>): Words {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === 'string'));
}

import { type Instant, unreachable } from '@interlock/kernel';
import { type DoneBy, type Duty, type DutyListEvent } from './duty-list.events.ts';

export type DutyStatus = 'assigned' | 'accepted' | 'done' | 'checked' | 'lifted';

export interface DutyState extends Duty {
  readonly status: DutyStatus;
  readonly offer?: { readonly toMember: string; readonly toPost: string };
  readonly doneBy?: DoneBy;
  /** Steps of the ladder taken: the next one has this level. */
  readonly escalated: number;
  readonly isHolderMissing: boolean;
}

export interface KnownList {
  readonly caseId: string;
  readonly acceptedAt: Instant;
  readonly entryDueAt: Instant;
  readonly isAssigned: boolean;
  readonly duties: ReadonlyMap<string, DutyState>;
}

/** Undefined: the case was not accepted. */
export type DutyList = KnownList | undefined;

export function isOpen({ status }: Pick<DutyState, 'status'>): boolean {
  return status === 'assigned' || status === 'accepted';
}

/** Throws where an event does not follow from what was: the decider never emits such a one. */
export function evolveDutyList(state: DutyList, event: DutyListEvent): DutyList {
  if (event.type === 'DutyListOpened') {
    if (state) throw new Error('The list was opened before');
    const { caseId, acceptedAt, entryDueAt, duties } = event;
    return { caseId, acceptedAt, entryDueAt, isAssigned: false, duties: withNew(new Map(), duties) };
  }
  if (!state) throw new Error(`${event.type} before the list was opened`);
  switch (event.type) {
    case 'DutiesAssigned':
      if (state.isAssigned) throw new Error('The duties were assigned before');
      return { ...state, isAssigned: true, duties: withNew(state.duties, event.duties) };
    case 'DutyAccepted':
      return changed(state, event.dutyId, ['assigned'], { status: 'accepted' });
    case 'HandoverOffered':
      return changed(state, event.dutyId, OPEN, { offer: { toMember: event.toMember, toPost: event.toPost } });
    case 'HandoverDeclined':
      return changed(state, event.dutyId, OPEN, {});
    case 'DutyHandedOver':
      return changed(state, event.dutyId, OPEN, { status: 'accepted', member: event.member, post: event.post, isHolderMissing: false });
    case 'DutyDone':
      return changed(state, event.dutyId, OPEN, { status: 'done', doneBy: event.by });
    case 'DutyChecked':
      return changed(state, event.dutyId, ['done'], { status: 'checked' });
    case 'DutyReturned':
      return changed(state, event.dutyId, ['done'], { status: 'accepted' });
    case 'DutyEscalated':
      return changed(state, event.dutyId, OPEN, { escalated: event.level + 1 });
    case 'EscalationAnswered':
      return state;
    case 'DutiesLifted':
      return event.duties.reduce((list, { dutyId }) => changed(list, dutyId, OPEN, { status: 'lifted' }), state);
    case 'DutyHolderMissing':
      return event.duties.reduce((list, { dutyId }) => changed(list, dutyId, OPEN, { isHolderMissing: true }), state);
    case 'DutyHolderFound':
      return event.duties.reduce((list, { dutyId }) => changed(list, dutyId, OPEN, { isHolderMissing: false }), state);
    default:
      return unreachable(event);
  }
}

const OPEN: readonly DutyStatus[] = ['assigned', 'accepted'];
/** What a change leaves as it is: an offer stands until it is answered or the duty moves on. */
const KEEPS_OFFER = new Set(['escalated', 'isHolderMissing']);

function withNew(before: ReadonlyMap<string, DutyState>, duties: readonly Duty[]): ReadonlyMap<string, DutyState> {
  const after = new Map(before);
  for (const duty of duties) {
    if (after.has(duty.dutyId)) throw new Error(`${duty.dutyId} stands in the list already`);
    after.set(duty.dutyId, { ...duty, status: 'assigned', escalated: 0, isHolderMissing: false });
  }
  return after;
}

function changed(state: KnownList, dutyId: string, from: readonly DutyStatus[], change: Partial<DutyState>): KnownList {
  const before = state.duties.get(dutyId);
  if (!before || !from.includes(before.status)) throw new Error(`${dutyId} is ${before?.status ?? 'not in the list'}`);
  const { offer, ...rest } = before;
  const fields = Object.keys(change);
  const keepsOffer = offer && fields.length > 0 && fields.every((field) => KEEPS_OFFER.has(field));
  return { ...state, duties: new Map(state.duties).set(dutyId, { ...rest, ...(keepsOffer && { offer }), ...change }) };
}

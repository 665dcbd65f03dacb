import { type Reaction, policy, to, unreachable } from '@interlock/kernel';
import { type MemberJoined, type PostFilled, type PostVacated } from '../member/member.events.ts';
import { type DutiesAssigned, type DutyHandedOver, type DutyListOpened, type DutyReturned } from './duty-list.events.ts';
import { dutyList } from './duty-list.stream.ts';
import { type PostHolders, keysOfJoining, postHolders, postKey } from './post-holders.memory.ts';

type Seen = MemberJoined | PostFilled | PostVacated | DutyListOpened | DutiesAssigned | DutyHandedOver | DutyReturned;

/** a duty whose post nobody holds is an alert, whichever comes first: the duty, or the empty post. */
export const alertWhenDutyHasNoHolder = policy<Seen, PostHolders>({
  name: 'office_alert_when_duty_has_no_holder',
  on: ['MemberJoined', 'PostFilled', 'PostVacated', 'DutyListOpened', 'DutiesAssigned', 'DutyHandedOver', 'DutyReturned'],
  memory: postHolders,
  keys(event) {
    if ('caseId' in event) return [event.caseId];
    return event.type === 'MemberJoined' ? keysOfJoining(event) : [postKey(event)];
  },
  react(event, _recorded, state) {
    switch (event.type) {
      case 'DutyListOpened':
      case 'DutiesAssigned':
        return missing(event.caseId, event.duties, state);
      case 'DutyHandedOver':
      case 'DutyReturned':
        return missing(event.caseId, [event], state);
      case 'PostVacated':
        return event.holder === undefined ? ofPost(postKey(event), true, state) : [];
      case 'MemberJoined':
        return keysOfJoining(event).flatMap((key) => ofPost(key, false, state));
      case 'PostFilled':
        return ofPost(postKey(event), false, state);
      default:
        return unreachable(event);
    }
  },
});

type Lying = Pick<DutyHandedOver, 'dutyId' | 'member' | 'post'>;

function missing(caseId: string, duties: readonly Lying[], { held }: PostHolders): readonly Reaction[] {
  const dutyIds = duties.filter((duty) => !held.has(postKey(duty))).map(({ dutyId }) => dutyId);
  return dutyIds.length === 0 ? [] : [to(dutyList, caseId, { type: 'NoteHolders', dutyIds, missing: true })];
}

function ofPost(key: string, isMissing: boolean, { open }: PostHolders): readonly Reaction[] {
  return [...(open.get(key) ?? [])].map(([caseId, dutyIds]) =>
    to(dutyList, caseId, { type: 'NoteHolders', dutyIds: [...dutyIds], missing: isMissing }),
  );
}

import { type MemberChangedV1 } from '@interlock/contracts';
import { unreachable } from '@interlock/kernel';
import { type MemberEvent } from './member.events.ts';

/** What the city learns of a member. */
export function memberFact(event: MemberEvent): MemberChangedV1 {
  const { member } = event;
  const type = 'office.member-changed.v1';
  switch (event.type) {
    case 'MemberJoined': {
      const { kind, zh, en, posts, joinedAt } = event;
      return { type, member, change: 'joined', at: joinedAt, kind, zh, en, ...(posts && { posts: [...posts] }) };
    }
    case 'PostFilled':
      return { type, member, change: 'post-filled', at: event.filledAt, post: event.post, ...seats(event) };
    case 'PostVacated':
      return { type, member, change: 'post-vacated', at: event.vacatedAt, post: event.post, person: event.person, ...seats(event) };
    case 'ShiftPlanned': {
      const { person, from, until, plannedAt } = event;
      return { type, member, change: 'shift-planned', at: plannedAt, person, from, until };
    }
    case 'ShiftCancelled':
      return { type, member, change: 'shift-cancelled', at: event.cancelledAt, person: event.person };
    case 'DutyTaken':
      return { type, member, change: 'on-duty', at: event.takenAt, person: event.person };
    case 'DutyLeft':
      return { type, member, change: 'left', at: event.leftAt, person: event.person };
    default:
      return unreachable(event);
  }
}

function seats({ holder, deputy }: { readonly holder?: string; readonly deputy?: string }): Pick<MemberChangedV1, 'holder' | 'deputy'> {
  return { ...(holder !== undefined && { holder }), ...(deputy !== undefined && { deputy }) };
}

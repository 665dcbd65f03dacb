import { type Instant, unreachable, view } from '@interlock/kernel';
import { type MemberKind } from '@interlock/rulebook';
import {
  type DutyLeft,
  type DutyTaken,
  type MemberJoined,
  type PostFilled,
  type PostVacated,
  type ShiftCancelled,
  type ShiftPlanned,
} from './member.events.ts';

interface PostRow {
  readonly post: string;
  readonly holder?: string;
  readonly deputy?: string;
}

/** A member with its posts and who of it is at the centre. */
export interface MemberRow {
  readonly member: string;
  readonly kind: MemberKind;
  readonly zh: string;
  readonly en: string;
  readonly chair: boolean;
  readonly office: boolean;
  readonly joinedAt: Instant;
  /** By name of the post. */
  readonly posts: readonly PostRow[];
  /** In the order in which they came. */
  readonly present: readonly { readonly person: string; readonly since: Instant }[];
}

export const members = view<MemberRow, MemberJoined | PostFilled | PostVacated | DutyTaken | DutyLeft>({
  name: 'office_members',
  version: 1,
  rows: { key: 'member', indexes: ['kind'] },
  on: ['MemberJoined', 'PostFilled', 'PostVacated', 'DutyTaken', 'DutyLeft'],
  apply(event, rows) {
    const { member } = event;
    const before = rows.get(member);
    switch (event.type) {
      case 'MemberJoined': {
        const { kind, zh, en, chair, office, joinedAt, posts = [] } = event;
        rows.put({ member, kind, zh, en, chair, office, joinedAt, posts: posts.toSorted(byPost), present: [] });
        return;
      }
      case 'PostFilled':
      case 'PostVacated': {
        const { post, holder, deputy } = event;
        const others = (before?.posts ?? []).filter((one) => one.post !== post);
        const now = { post, ...(holder !== undefined && { holder }), ...(deputy !== undefined && { deputy }) };
        rows.put({ member, posts: [...others, now].sort(byPost) });
        return;
      }
      case 'DutyTaken':
        rows.put({ member, present: [...(before?.present ?? []), { person: event.person, since: event.takenAt }] });
        return;
      case 'DutyLeft':
        rows.put({ member, present: (before?.present ?? []).filter(({ person }) => person !== event.person) });
        return;
      default:
        unreachable(event);
    }
  },
});

function byPost(one: PostRow, other: PostRow): number {
  return one.post < other.post ? -1 : 1;
}

/** A shift of the rota. */
export interface ShiftRow {
  readonly shiftId: string;
  readonly member: string;
  readonly person: string;
  readonly from: Instant;
  readonly until: Instant;
}

export const rota = view<ShiftRow, ShiftPlanned | ShiftCancelled>({
  name: 'office_rota',
  version: 1,
  rows: { key: 'shiftId', indexes: ['member', 'from'] },
  on: ['ShiftPlanned', 'ShiftCancelled'],
  apply(event, rows) {
    if (event.type === 'ShiftCancelled') {
      rows.remove(event.shiftId);
      return;
    }
    const { shiftId, member, person, from, until } = event;
    rows.put({ shiftId, member, person, from, until });
  },
});

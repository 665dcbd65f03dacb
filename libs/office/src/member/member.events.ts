import { type Instant } from '@interlock/kernel';
import { type MemberKind } from '@interlock/rulebook';

/** one of the members of the joint office. */
export interface MemberJoined {
  readonly type: 'MemberJoined';
  readonly member: string;
  readonly kind: MemberKind;
  readonly zh: string;
  readonly en: string;
  readonly chair: boolean;
  /** Runs the joint office. */
  readonly office: boolean;
  /** who sits in its posts from the first moment on. */
  readonly posts?: readonly FilledPost[];
  readonly joinedAt: Instant;
}

/** Persons are staff numbers. */
export interface FilledPost {
  readonly post: string;
  readonly holder: string;
  readonly deputy?: string;
}

/** holder and deputy of a named post, from here on. Persons are staff numbers. */
export interface PostFilled extends FilledPost {
  readonly type: 'PostFilled';
  readonly member: string;
  readonly filledAt: Instant;
}

/** somebody left a post; `holder` and `deputy` are those who stay. */
export interface PostVacated {
  readonly type: 'PostVacated';
  readonly member: string;
  readonly post: string;
  readonly seat: Seat;
  readonly person: string;
  readonly holder?: string;
  readonly deputy?: string;
  readonly vacatedAt: Instant;
}
export type Seat = 'holder' | 'deputy';

/** A shift of the rota: somebody of the member is to sit in the centre. */
export interface ShiftPlanned {
  readonly type: 'ShiftPlanned';
  readonly member: string;
  readonly shiftId: string;
  readonly person: string;
  readonly from: Instant;
  /** Up to, not including. */
  readonly until: Instant;
  readonly plannedAt: Instant;
}

export interface ShiftCancelled {
  readonly type: 'ShiftCancelled';
  readonly member: string;
  readonly shiftId: string;
  readonly person: string;
  readonly cancelledAt: Instant;
}

/** Somebody of the member sits in the centre. */
export interface DutyTaken {
  readonly type: 'DutyTaken';
  readonly member: string;
  readonly person: string;
  readonly takenAt: Instant;
}

export interface DutyLeft {
  readonly type: 'DutyLeft';
  readonly member: string;
  readonly person: string;
  readonly leftAt: Instant;
}

export type MemberEvent = MemberJoined | PostFilled | PostVacated | ShiftPlanned | ShiftCancelled | DutyTaken | DutyLeft;

import { SetMetadata } from '@nestjs/common';

/** Kinds of members at the gateway. Payment institutions count as banks, operators as telecom; `observer`: congress and audit. */
export type MemberKind = 'police' | 'bank' | 'telecom' | 'member' | 'observer';

/** Who may try: kind of member and role. The owning node decides. */
export type Who = `${MemberKind}/${string}`;

export const ALLOWED = 'interlock:allowed';
export const PUBLIC = 'interlock:public';

/** Only these may call the operation: an early refusal, the node that owns the data decides again. */
export function Allow(...who: readonly Who[]): MethodDecorator & ClassDecorator {
  return SetMetadata(ALLOWED, who);
}

/** Anybody may call it, signed in or not. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC, true);
}

export const OFFICERS: readonly Who[] = ['police/officer', 'police/duty-officer', 'police/lead'];
export const COORDINATORS: readonly Who[] = ['police/coordinator', 'police/office-head'];
export const BANK_STAFF: readonly Who[] = ['bank/operator', 'bank/lead'];
export const LINE_STAFF: readonly Who[] = ['telecom/operator', 'telecom/lead'];
/** Who reads cases: each its own part of them. */
export const POLICE_READERS: readonly Who[] = [...OFFICERS, 'police/approving-head'];
export const CASE_READERS: readonly Who[] = [...POLICE_READERS, ...COORDINATORS, ...BANK_STAFF];
/** People of any member who answer for its part. */
const MEMBER_STAFF: readonly Who[] = [
  ...BANK_STAFF,
  ...LINE_STAFF,
  ...(['police/liaison', 'police/operator', 'police/lead', 'bank/liaison', 'telecom/liaison'] as const),
  ...(['member/liaison', 'member/operator', 'member/lead'] as const),
];
/** The warning desk: people of the police and of the joint office. */
export const WARNERS: readonly Who[] = [...COORDINATORS, ...OFFICERS];
/** Who steers posts and rota: the office, and each member its own. */
export const STEERS: readonly Who[] = [...COORDINATORS, ...MEMBER_STAFF];
/** Who reads the feed of the own member: it is no second door to what one may not ask. */
export const FEED_READERS: readonly Who[] = [...CASE_READERS, ...LINE_STAFF, 'member/liaison', 'member/operator', 'member/lead'];
/** Whoever may hold a duty or a warning. */
export const ANY_STAFF: readonly Who[] = [...new Set([...STEERS, ...POLICE_READERS])];
export const EVERYBODY: readonly Who[] = [...ANY_STAFF, 'observer/supervisor', 'observer/auditor'];

/** Kind of a member by the kind that the register gives it. */
export function memberKindOf(code: string, registered: string | undefined): MemberKind {
  if (code === 'police') return 'police';
  switch (registered) {
    case 'bank':
    case 'payment':
      return 'bank';
    case 'operator':
      return 'telecom';
    case undefined:
      return 'observer';
    default:
      return 'member';
  }
}

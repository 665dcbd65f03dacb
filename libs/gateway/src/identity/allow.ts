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

export const OFFICERS: readonly Who[] = ['police/officer', 'police/duty-officer', 'police/approving-head', 'police/lead'];
export const COORDINATORS: readonly Who[] = ['police/coordinator', 'police/office-head'];
export const BANK_STAFF: readonly Who[] = ['bank/operator', 'bank/lead'];
export const LINE_STAFF: readonly Who[] = ['telecom/operator', 'telecom/lead'];
/** Whoever has a duty: the person on duty of any member. */
export const LIAISONS: readonly Who[] = ['police/liaison', 'bank/liaison', 'telecom/liaison', 'member/liaison'];
/** Who reads cases: each its own part of them. */
export const CASE_READERS: readonly Who[] = [...OFFICERS, ...COORDINATORS, ...BANK_STAFF];
/** Who has a feed. */
export const FEED_READERS: readonly Who[] = [...CASE_READERS, ...LINE_STAFF, ...LIAISONS];
export const EVERYBODY: readonly Who[] = [...FEED_READERS, 'observer/supervisor', 'observer/auditor'];

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

import { type Memory, type Message } from '@interlock/kernel';
import { type MemberJoined, type PostFilled, type PostVacated } from '../member/member.events.ts';
import {
  type DutiesAssigned,
  type DutiesLifted,
  type DutyDone,
  type DutyHandedOver,
  type DutyListOpened,
  type DutyReturned,
} from './duty-list.events.ts';

type Remembered =
  MemberJoined | PostFilled | PostVacated | DutyListOpened | DutiesAssigned | DutyHandedOver | DutyReturned | DutyDone | DutiesLifted;

/** Who holds which post, and which open duties lie there. */
export interface PostHolders {
  /** `<member>/<post>` of posts that somebody holds. */
  readonly held: Set<string>;
  /** Open duties by post: case ids and duty ids. */
  readonly open: Map<string, Map<string, Set<string>>>;
  /** Where an open duty lies now. */
  readonly postOf: Map<string, string>;
}

export function postKey({ member, post }: { readonly member: string; readonly post: string }): string {
  return `${member}/${post}`;
}

/** The posts that a member brought along. */
export function keysOfJoining({ member, posts = [] }: MemberJoined): readonly string[] {
  return posts.map(({ post }) => postKey({ member, post }));
}

const ON: readonly Remembered['type'][] = [
  ...(['MemberJoined', 'PostFilled', 'PostVacated', 'DutyListOpened', 'DutiesAssigned'] as const),
  ...(['DutyHandedOver', 'DutyReturned', 'DutyDone', 'DutiesLifted'] as const),
];

/** Folded from the office's own events alone. */
export const postHolders: Memory<PostHolders> = {
  name: 'office_post_holders',
  initial: () => ({ held: new Set(), open: new Map(), postOf: new Map() }),
  on: ON,
  evolve(state, event) {
    if (isRemembered(event)) remember(state, event);
    return state;
  },
};

function isRemembered(event: Message): event is Remembered {
  return ON.some((type) => type === event.type);
}

function remember(state: PostHolders, event: Remembered): void {
  switch (event.type) {
    case 'MemberJoined':
      for (const key of keysOfJoining(event)) state.held.add(key);
      return;
    case 'PostFilled':
      state.held.add(postKey(event));
      return;
    case 'PostVacated':
      if (event.holder === undefined) state.held.delete(postKey(event));
      return;
    case 'DutyListOpened':
    case 'DutiesAssigned':
      for (const { dutyId, member, post } of event.duties) put(state, { caseId: event.caseId, dutyId, member, post });
      return;
    case 'DutyHandedOver':
    case 'DutyReturned':
      put(state, event);
      return;
    case 'DutyDone':
      remove(state, event.caseId, event.dutyId);
      return;
    case 'DutiesLifted':
      for (const { dutyId } of event.duties) remove(state, event.caseId, dutyId);
      return;
    default:
      event satisfies never;
  }
}

function put(
  state: PostHolders,
  { caseId, dutyId, ...at }: { readonly caseId: string; readonly dutyId: string; readonly member: string; readonly post: string },
): void {
  remove(state, caseId, dutyId);
  const key = postKey(at);
  const cases = state.open.get(key) ?? new Map<string, Set<string>>();
  cases.set(caseId, (cases.get(caseId) ?? new Set()).add(dutyId));
  state.open.set(key, cases);
  state.postOf.set(`${caseId}/${dutyId}`, key);
}

function remove(state: PostHolders, caseId: string, dutyId: string): void {
  const key = state.postOf.get(`${caseId}/${dutyId}`);
  if (key === undefined) return;
  state.postOf.delete(`${caseId}/${dutyId}`);
  const cases = state.open.get(key);
  const duties = cases?.get(caseId);
  duties?.delete(dutyId);
  if (duties?.size === 0) cases?.delete(caseId);
}

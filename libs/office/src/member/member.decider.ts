import { type Answer, type Decider, type Instant, accept, isBefore, reject, unreachable } from '@interlock/kernel';
import { type MemberKind } from '@interlock/rulebook';
import { type FilledPost, type MemberEvent, type Seat } from './member.events.ts';

export interface Joining {
  readonly member: string;
  readonly kind: MemberKind;
  readonly zh: string;
  readonly en: string;
  readonly chair: boolean;
  readonly office: boolean;
  readonly posts: readonly FilledPost[];
}

interface At {
  readonly at: Instant;
}
export type MemberCommand =
  | ({ readonly type: 'JoinMember'; readonly joining: Joining } & At)
  | ({ readonly type: 'FillPost'; readonly filling: FilledPost } & At)
  | ({ readonly type: 'VacatePost'; readonly post: string; readonly seat: Seat } & At)
  | ({
      readonly type: 'PlanShift';
      readonly shiftId: string;
      readonly person: string;
      readonly from: Instant;
      readonly until: Instant;
    } & At)
  | ({ readonly type: 'CancelShift'; readonly shiftId: string } & At)
  | ({ readonly type: 'TakeDuty'; readonly person: string } & At)
  | ({ readonly type: 'LeaveDuty'; readonly person: string } & At);

export type MemberRejection =
  | { readonly type: 'UnknownMember'; readonly rule: 'R-804' }
  | { readonly type: 'DeputyIsTheHolder'; readonly rule: 'R-814'; readonly post: string }
  | { readonly type: 'PostIsVacant'; readonly rule: 'R-814'; readonly post: string; readonly seat: Seat }
  | { readonly type: 'ShiftEndsBeforeItBegins' }
  | { readonly type: 'AlreadyOnTheRota'; readonly shiftId: string }
  | { readonly type: 'NoSuchShift' };

interface Post {
  readonly holder?: string;
  readonly deputy?: string;
}

interface KnownMember {
  readonly member: string;
  readonly posts: ReadonlyMap<string, Post>;
  readonly shifts: ReadonlyMap<string, { readonly person: string; readonly from: Instant; readonly until: Instant }>;
  readonly present: ReadonlySet<string>;
}

/** Undefined: not a member. */
export type MemberState = KnownMember | undefined;

/** One member of the joint office: its posts, its rota, who of it is at the centre. */
export const memberDecider: Decider<MemberCommand, MemberState, MemberEvent, MemberRejection> = { initial: undefined, decide, evolve };

type MemberAnswer = Answer<MemberEvent, MemberRejection>;

function decide(command: MemberCommand, state: MemberState): MemberAnswer {
  if (command.type === 'JoinMember') return join(command.joining, command.at, state);
  if (!state) return reject({ type: 'UnknownMember', rule: 'R-804' });
  const { at } = command;
  const { member } = state;
  switch (command.type) {
    case 'FillPost':
      return fill([command.filling], at, state);
    case 'VacatePost':
      return vacate(command, state);
    case 'PlanShift':
      return plan(command, state);
    case 'CancelShift': {
      const { shiftId } = command;
      const shift = state.shifts.get(shiftId);
      if (!shift) return reject({ type: 'NoSuchShift' });
      return accept({ type: 'ShiftCancelled', member, shiftId, person: shift.person, cancelledAt: at });
    }
    case 'TakeDuty': {
      if (state.present.has(command.person)) return accept();
      return accept({ type: 'DutyTaken', member, person: command.person, takenAt: at });
    }
    case 'LeaveDuty': {
      if (!state.present.has(command.person)) return accept();
      return accept({ type: 'DutyLeft', member, person: command.person, leftAt: at });
    }
    default:
      return unreachable(command);
  }
}

/** a member joins once, with its posts; posts that are filled so stay as they are. */
function join({ posts, ...joining }: Joining, at: Instant, state: MemberState): MemberAnswer {
  if (state) return fill(posts, at, state);
  const wrong = ownDeputy(posts);
  if (wrong) return reject(wrong);
  return accept({ type: 'MemberJoined', ...joining, ...(posts.length > 0 && { posts }), joinedAt: at });
}

function ownDeputy(fillings: readonly FilledPost[]): MemberRejection | undefined {
  const twice = fillings.find(({ holder, deputy }) => holder === deputy);
  return twice && { type: 'DeputyIsTheHolder', rule: 'R-814', post: twice.post };
}

function fill(fillings: readonly FilledPost[], filledAt: Instant, { member, posts }: KnownMember): MemberAnswer {
  const wrong = ownDeputy(fillings);
  if (wrong) return reject(wrong);
  const changed = fillings.filter(({ post, holder, deputy }) => {
    const now = posts.get(post);
    return now?.holder !== holder || now.deputy !== deputy;
  });
  return accept(...changed.map((filling) => ({ type: 'PostFilled', member, ...filling, filledAt }) as const));
}

function vacate({ post, seat, at }: Extract<MemberCommand, { type: 'VacatePost' }>, { member, posts }: KnownMember): MemberAnswer {
  const now = posts.get(post);
  const person = now?.[seat];
  if (!now || person === undefined) return reject({ type: 'PostIsVacant', rule: 'R-814', post, seat });
  const { [seat]: _, ...staying } = now;
  return accept({ type: 'PostVacated', member, post, seat, person, ...staying, vacatedAt: at });
}

function plan(command: Extract<MemberCommand, { type: 'PlanShift' }>, { member, shifts }: KnownMember): MemberAnswer {
  const { shiftId, person, from, until, at } = command;
  if (!isBefore(from, until)) return reject({ type: 'ShiftEndsBeforeItBegins' });
  const other = [...shifts].find(([, shift]) => shift.person === person && isBefore(from, shift.until) && isBefore(shift.from, until));
  if (other) return reject({ type: 'AlreadyOnTheRota', shiftId: other[0] });
  return accept({ type: 'ShiftPlanned', member, shiftId, person, from, until, plannedAt: at });
}

function evolve(state: MemberState, event: MemberEvent): MemberState {
  if (event.type === 'MemberJoined') {
    if (state) throw new Error(`${event.member} has joined before`);
    const posts = new Map((event.posts ?? []).map(({ post, ...seats }) => [post, seats]));
    return { member: event.member, posts, shifts: new Map(), present: new Set() };
  }
  if (!state) throw new Error(`${event.type} before the member joined`);
  switch (event.type) {
    case 'PostFilled': {
      const { post, holder, deputy } = event;
      return { ...state, posts: new Map(state.posts).set(post, { holder, ...(deputy !== undefined && { deputy }) }) };
    }
    case 'PostVacated': {
      const { post, holder, deputy } = event;
      const staying = { ...(holder !== undefined && { holder }), ...(deputy !== undefined && { deputy }) };
      return { ...state, posts: new Map(state.posts).set(post, staying) };
    }
    case 'ShiftPlanned': {
      const { shiftId, person, from, until } = event;
      return { ...state, shifts: new Map(state.shifts).set(shiftId, { person, from, until }) };
    }
    case 'ShiftCancelled':
      return { ...state, shifts: new Map([...state.shifts].filter(([id]) => id !== event.shiftId)) };
    case 'DutyTaken':
      return { ...state, present: new Set(state.present).add(event.person) };
    case 'DutyLeft':
      return { ...state, present: new Set([...state.present].filter((person) => person !== event.person)) };
    default:
      return unreachable(event);
  }
}

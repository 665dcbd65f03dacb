import { type MemberChangedV1 } from '@interlock/contracts';
import { type Instant, type Rows, unreachable, view } from '@interlock/kernel';

interface PostRow {
  readonly post: string;
  readonly holder?: string;
  readonly deputy?: string;
}

interface Present {
  readonly person: string;
  readonly since: Instant;
}

/** a member of the joint office with its posts, and who of it is at the centre. Persons are staff numbers. */
export interface MemberRow {
  readonly member: string;
  readonly kind?: string;
  readonly zh?: string;
  readonly en?: string;
  readonly joinedAt?: Instant;
  /** By name of the post; one without a holder is vacant. */
  readonly posts: readonly PostRow[];
  /** In the order in which they came. */
  readonly present: readonly Present[];
}

export const members = view<MemberRow, MemberChangedV1>({
  name: 'city_members',
  version: 1,
  rows: { key: 'member', indexes: ['kind'] },
  on: ['office.member-changed.v1'],
  apply(fact, rows) {
    const change = changeOf(fact, rows);
    if (change) rows.put({ ...change, member: fact.member });
  },
});

/** Undefined: nothing that the city shows. The rota stays with the office: its facts do not name the shift. */
function changeOf(fact: MemberChangedV1, rows: Rows<MemberRow>): Partial<MemberRow> | undefined {
  const { change, at, person } = fact;
  const { posts = [], present = [] } = rows.get(fact.member) ?? {};
  switch (change) {
    case 'joined': {
      const { kind, zh, en, posts: filled = [] } = fact;
      const named = { ...(kind !== undefined && { kind }), ...(zh !== undefined && { zh }), ...(en !== undefined && { en }) };
      return { ...named, joinedAt: at, posts: filled.reduce<readonly PostRow[]>(withPost, posts), present };
    }
    case 'post-filled':
    case 'post-vacated':
      return { posts: withPost(posts, fact) };
    case 'on-duty':
      return person === undefined ? undefined : { present: [...without(present, person), { person, since: at }] };
    case 'left':
      return person === undefined ? undefined : { present: without(present, person) };
    case 'shift-planned':
    case 'shift-cancelled':
      return undefined;
    default:
      return unreachable(change);
  }
}

/** A post as a fact names it. */
type Seats = Pick<MemberChangedV1, 'post' | 'holder' | 'deputy'>;

function withPost(posts: readonly PostRow[], { post, holder, deputy }: Seats): readonly PostRow[] {
  if (post === undefined) return posts;
  const now = { post, ...(holder !== undefined && { holder }), ...(deputy !== undefined && { deputy }) };
  return [...posts.filter((one) => one.post !== post), now].sort((one, other) => (one.post < other.post ? -1 : 1));
}

function without(present: readonly Present[], person: string): readonly Present[] {
  return present.filter((one) => one.person !== person);
}

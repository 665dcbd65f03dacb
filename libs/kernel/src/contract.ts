/** A fact told to others, versioned and for ever: `<publisher>.<fact>.v<N>`. libs/contracts makes them with zod. */
export interface Contract<Fact extends { readonly type: string } = { readonly type: string }> {
  readonly type: Fact['type'];
  /** Field that names the node which tells it, where several nodes are of the publisher’s kind: each speaks for itself only. */
  readonly speaker?: string;
  /** The fact with its type, or the reasons why it is none. */
  read(data: unknown): { readonly ok: true; readonly fact: Fact } | { readonly ok: false; readonly problems: readonly string[] };
}

/** What an event tells one recipient: made by publish rules, appended with the event in one act. */
export interface Told {
  /** Node code. */
  readonly to: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The recipient is not told what it belongs to: neither the case nor a trace that others share. */
  readonly apart?: boolean;
  /** Types of all versions in which the same fact is told to this recipient, newest first: it takes the first that it knows, once. */
  readonly versions?: readonly string[];
}

/** Reads a received fact of an older version as the next one: beside the newer contract, for ever. Pure. */
export interface Upcast {
  readonly from: Contract;
  /** Type of the newer version. */
  readonly to: string;
  up(fact: { readonly type: string }): Readonly<Record<string, unknown>>;
}

/** Says what an upcast is; only gives it its types. */
export function upcast<Older extends { readonly type: string }, Newer extends { readonly type: string }>(
  from: Contract<Older>,
  to: Contract<Newer>,
  up: (fact: Older) => Omit<Newer, 'type'>,
): Upcast {
  return {
    from,
    to: to.type,
    up(fact) {
      const read = from.read(fact);
      if (!read.ok) throw new TypeError(`${fact.type} does not fit ${from.type}`);
      return { ...up(read.fact) };
    },
  };
}

/**
 * Tells one recipient one fact in several versions, newest first, while not everybody knows the newest: each recipient takes the first
 * version that it knows, and no other. When all know the newest, `tell` it alone.
 */
export function tellVersions(to: string, ...facts: readonly { readonly type: string }[]): readonly Told[] {
  const versions = facts.map(({ type }) => type);
  return facts.map((fact) => ({ ...tell(to, fact), versions }));
}

/** Tells one recipient one fact. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- callers name the contract’s type, so that a misspelt field does not compile
export function tell<Fact extends { readonly type: string }>(to: string, fact: Fact): Told {
  const { type, ...data } = fact;
  return { to, type, data };
}

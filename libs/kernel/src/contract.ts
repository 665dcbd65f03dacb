/** A fact told to others, versioned and for ever: `<publisher>.<fact>.v<N>`. libs/contracts makes them with zod. */
export interface Contract<Fact extends { readonly type: string } = { readonly type: string }> {
  readonly type: Fact['type'];
  /** The fact with its type, or the reasons why it is none. */
  read(data: unknown): { readonly ok: true; readonly fact: Fact } | { readonly ok: false; readonly problems: readonly string[] };
}

/** What an event tells one recipient: made by publish rules, appended with the event in one act. */
export interface Told {
  /** Node code. */
  readonly to: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Tells one recipient one fact. */
export function tell(to: string, fact: { readonly type: string }): Told {
  const { type, ...data } = fact;
  return { to, type, data };
}

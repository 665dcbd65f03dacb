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
  /** The recipient is not told what it belongs to: neither the case nor a trace that others share. */
  readonly apart?: boolean;
}

/** Tells one recipient one fact. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- callers name the contract’s type, so that a misspelt field does not compile
export function tell<Fact extends { readonly type: string }>(to: string, fact: Fact): Told {
  const { type, ...data } = fact;
  return { to, type, data };
}

import { type CommandAnswer, type CommandError, type Handled, type KernelRejection } from './commands.ts';
import { type Message } from './decider.ts';
import { type Position, START } from './event-store.ts';

/** A rejection as callers see it: `LimitReached` becomes LIMIT_REACHED, its rule stands apart, the rest are details. */
export function errorOf(rejection: Message & { readonly rule?: string }): CommandError {
  const { type, rule, ...details } = rejection;
  return {
    code: codeOf(type),
    ...(rule === undefined ? {} : { rule }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** `LimitReached` → `LIMIT_REACHED`. */
export function codeOf(type: string): string {
  return type.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase();
}

/** What the caller is told of a handled command; the outcome is made of the events, so a repetition has the same. */
export function answerOf<Event extends Message, Rejection extends Message>(
  handled: Handled<Event, Rejection | KernelRejection>,
  outcome: (events: readonly Event[]) => Readonly<Record<string, unknown>> = () => ({}),
): CommandAnswer {
  if (handled.ok) {
    const { position, version, events, repeated } = handled;
    return { ok: true, position, version, outcome: outcome(events), repeated };
  }
  return { ok: false, errors: [errorOf(handled.rejection)], ...(handled.position === undefined ? {} : { position: handled.position }) };
}

/** A refusal before any stream was asked. */
export function refusal(...errors: readonly CommandError[]): CommandAnswer {
  return { ok: false, errors };
}

/** A body that does not fit its contract: one INVALID per problem, with its path. */
export function invalid(problems: readonly { readonly path: string; readonly problem: string }[]): CommandAnswer {
  return { ok: false, errors: problems.map(({ path, problem }) => ({ code: 'INVALID', path, details: { problem } })) };
}

/** One account of an action over many. */
export interface Part<Event extends Message = Message, Rejection extends Message = Message> {
  /** What the part is about: an account or number reference, a proposal. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly handled: Handled<Event, Rejection> | { readonly ok: false; readonly error: CommandError };
}

/**
 * One action, many accounts: ok when every part is (or was before); else the errors of the refused parts, each with what it is about.
 * Either way `outcome[list]` tells of every part, so the caller sees what was done and what was not.
 */
export function answerOfParts<Event extends Message, Rejection extends Message>(
  list: string,
  parts: readonly Part<Event, Rejection>[],
  outcomeOf: (events: readonly Event[]) => Readonly<Record<string, unknown>>,
): CommandAnswer {
  const errors: CommandError[] = [];
  let position: Position = START;
  const told = parts.map(({ about, handled }) => {
    const reached = 'position' in handled ? handled.position : undefined;
    if (reached !== undefined && reached > position) position = reached;
    if (handled.ok) return { ...about, ok: true, repeated: handled.repeated, version: handled.version, ...outcomeOf(handled.events) };
    const error = 'error' in handled ? handled.error : errorOf(handled.rejection);
    errors.push({ ...error, details: { ...error.details, ...about } });
    return { ...about, ok: false, error };
  });
  const outcome = { [list]: told };
  if (errors.length === 0) {
    const repeated = parts.every(({ handled }) => handled.ok && handled.repeated);
    const [only, ...others] = parts;
    const version = only?.handled.ok === true && others.length === 0 ? only.handled.version : undefined;
    return { ok: true, position, outcome, repeated, ...(version !== undefined && { version }) };
  }
  return { ok: false, errors, outcome, ...(position === START ? {} : { position }) };
}

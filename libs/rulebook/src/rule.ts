import { type Instant } from '@interlock/kernel';
import { type Dated, inForce } from './dated.ts';

/** `R-…`: law, official practice or the project's reading of them. `D-…`: a limit that only this design sets. */
export type RuleId = `R-${number}` | `D-${number}`;

/** A text for people, in both languages of the city's members. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

/**
 * How sure we are of a rule: `law`, read in the full text; `report`, read where others quote it; `code`, read in public code of 2016
 * that speaks the national interface; `design`, this project's proposal; `unconfirmed`, recalled, not found.
 */
export type Certainty = 'law' | 'report' | 'code' | 'design' | 'unconfirmed';

/** What a rule rests on. */
export interface Basis {
  /** The official document's own name, or what stands in its place. */
  readonly source: string;
  readonly sure: Certainty;
}

/** What of a rule no code keeps: its subject is not built yet. */
export interface NotYet extends Text {
  /** Values, lists and functions of the rulebook that wait for it: nothing outside the rulebook uses them. */
  readonly waiting: readonly string[];
}

/** A rule that the code keeps. Texts write `{NAME}` or `{NAME.field}` for the value of a constant, so no number is told twice. */
export interface Rule extends Text {
  readonly id: RuleId;
  /** Dated: a story of March 2021 stands before some of the laws. */
  readonly basis: Dated<Basis>;
  /** The rulebook's own constants of this rule, by name. */
  readonly constants?: Readonly<Record<string, Dated<unknown>>>;
  /** The part that is not kept: the rule's own text tells only what is. */
  readonly notYet?: NotYet;
}

/** What the rule rested on at a moment. */
export function basisOf(rule: Rule, at: Instant): Basis {
  return inForce(rule.basis, at);
}

/** The rule's text with the values in force at a moment. */
export function textOf(rule: Rule, at: Instant): Text {
  const fill = (text: string) =>
    text.replaceAll(/\{([A-Z_]+)(?:\.(\w+))?\}/g, (_, name: string, field?: string) => valueText(rule, { name, field, at }));
  return { zh: fill(rule.zh), en: fill(rule.en) };
}

function valueText(rule: Rule, { name, field, at }: { name: string; field: string | undefined; at: Instant }): string {
  const dated = rule.constants?.[name];
  if (!dated) throw new RangeError(`${rule.id} has no constant ${name}`);
  const value = inForce(dated, at);
  const told: unknown = field === undefined ? value : new Map<string, unknown>(Object.entries(value ?? {})).get(field);
  if (Array.isArray(told)) return told.map(String).join(', ');
  if (typeof told === 'number' || typeof told === 'string') return String(told);
  throw new RangeError(`${rule.id}: ${name} is no plain value; name one of its fields`);
}

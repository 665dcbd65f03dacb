import { type Text } from './rule.ts';

/** A list that the rules close: the code and what it means. */
export type ClosedList<Code extends string> = Readonly<Record<Code, Text>>;

/** Whether a text from outside is a code of the list. */
export function isIn<Code extends string>(list: ClosedList<Code>, code: string): code is Code {
  return Object.hasOwn(list, code);
}

/** The codes of a list in its own order; codes made of digits by their digits. */
export function codesOf<Code extends string>(list: ClosedList<Code>): readonly Code[] {
  const codes = Object.keys(list).filter((code) => isIn(list, code));
  return codes.every((code) => /^\d+$/.test(code)) ? codes.toSorted() : codes; // an object puts number-like keys first
}

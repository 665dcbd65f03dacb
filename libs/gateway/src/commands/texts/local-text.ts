/** A refusal's code in words, for people: why, and what to do. The code is the contract. */
export interface LocalText {
  readonly zh: string;
  readonly en: string;
}

export type ErrorTexts = Readonly<Record<string, LocalText>>;

/** What ends a command, by how a caller should take it (interfaces.md 5). */
export const EXIT = { ok: 0, failed: 1, usage: 2, notFound: 3, conflict: 4, invalid: 5, finding: 6, interrupted: 130 } as const;

export interface FaultText {
  /** Closed; what scripts look at. */
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly how: string;
  readonly exit: number;
}

/** Trouble that a person has to mend: one line what, one why, one how. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly text: FaultText;

  constructor(text: FaultText, options?: ErrorOptions) {
    super(`${text.what}: ${text.why}`, options);
    this.text = text;
  }
}

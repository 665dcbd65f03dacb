/** An invariant that does not hold: its name, and where. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly invariant: string;

  constructor(invariant: string, where: string) {
    super(`${invariant}: ${where}`);
    this.invariant = invariant;
  }
}

/** What a check finds broken, told instead of thrown. */
export function brokenBy(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return [error.message];
  }
}

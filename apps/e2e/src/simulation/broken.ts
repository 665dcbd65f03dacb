/** An invariant that does not hold: its name, and where. */
export class Broken extends Error {
  override readonly name = 'Broken';
  readonly invariant: string;

  constructor(invariant: string, where: string) {
    super(`${invariant}: ${where}`);
    this.invariant = invariant;
  }
}

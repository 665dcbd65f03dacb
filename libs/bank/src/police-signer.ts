/** Who signed an order at the police or approved it there: a code, never a name, and the unit. */
export interface PoliceSigner {
  readonly person: string;
  readonly unit: string;
}

/** Who did it. A person acts with a signed token of the member; a policy or timer acts by itself and may not order, freeze, release or list. */
export type Actor = PersonActor | MachineActor;

export interface PersonActor {
  readonly kind: 'person';
  /** Member code of members.yaml. */
  readonly member: string;
  /** Person id inside the member: a badge or staff number, never a name. */
  readonly person: string;
  readonly role: string;
  /** Unit code of units.yaml. */
  readonly unit: string;
  readonly purpose?: string;
}

export interface MachineActor {
  readonly kind: 'policy' | 'timer' | 'effect' | 'lane';
  readonly name: string;
}

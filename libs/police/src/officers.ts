import { type NodeContext, type PersonActor, type Request } from '@interlock/kernel';
import { UNIT_LEVELS, type UnitLevel } from '@interlock/rulebook';

/** Roles that act on cases at the police. Routes, deciders and the outer gate all go by these. */
export const OFFICERS: readonly string[] = ['officer', 'duty-officer', 'lead'];
/** who signs an order beside the officer. */
export const SECOND_OFFICERS: readonly string[] = ['officer', 'duty-officer'];
/** */
export const APPROVERS: readonly string[] = ['approving-head'];
export const READERS: readonly string[] = [...OFFICERS, ...APPROVERS];

/** A person who signed with a token of their own, beside the one who acts. The person code is a badge number, never a name. */
export interface Signer {
  readonly person: string;
  readonly role: string;
  readonly unit: string;
}

/** The head who approves a filing or a freeze. */
export interface Approver extends Signer {
  readonly level: UnitLevel;
}

/** What other members learn of who signed. */
export function toldSigner({ person, unit }: Signer): Pick<Signer, 'person' | 'unit'> {
  return { person, unit };
}

export function signerOf({ person, role, unit }: PersonActor): Signer {
  return { person, role, unit };
}

/** the second person of a request as approving head; none where the unit is none that the register knows. */
export function approval({ second }: Request, { units }: NodeContext): { readonly approvedBy?: Approver } {
  const level = second && levelOf(second.unit, units);
  return level ? { approvedBy: { ...signerOf(second), level } } : {};
}

/** The register has the units that the city is made of. Above them stand the city’s own organs and the province’s, by the first word of their code. */
function levelOf(unit: string, units: NodeContext['units']): UnitLevel | undefined {
  const kind = units.get(unit) ?? unit.split('-')[0];
  const known = UNIT_LEVELS.find((level) => level === kind);
  return units.has(unit) || known === 'city' || known === 'province' ? known : undefined;
}

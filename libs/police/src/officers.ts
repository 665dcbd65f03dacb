import { type UnitLevel } from '@interlock/rulebook';
import { type PersonActor } from '@interlock/kernel';

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

export function signerOf({ person, role, unit }: PersonActor): Signer {
  return { person, role, unit };
}

export function approverOf(actor: PersonActor): Approver {
  return { ...signerOf(actor), level: levelOfUnit(actor.unit) };
}

/**
 * Level of a police organ by its unit code: `province-…`, `city-…` (and `city`), `town-…`, `township-…`, `station-…`; any other is a county-level organ.
 */
function levelOfUnit(unit: string): UnitLevel {
  const [kind] = unit.split('-');
  if (kind === 'province' || kind === 'city') return kind;
  return kind === 'town' || kind === 'township' || kind === 'station' ? 'township' : 'county';
}

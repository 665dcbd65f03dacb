import { EXIT, Fault } from './faults/fault.ts';

/** One node of the city: who runs it and what kind it is. */
export interface RosterEntry {
  /** Node code. */
  readonly code: string;
  /** Member that runs it. */
  readonly member: string;
  readonly kind: 'police' | 'bank' | 'telecom' | 'office' | 'city';
}

interface RegisteredMember {
  readonly code: string;
  readonly kind: string;
  readonly office?: boolean | undefined;
}

const CITY: RosterEntry = { code: 'city', member: 'city', kind: 'city' };

/** Names of certificates that are nobody’s node: edges that may command, the world outside, the broker and who administers it. */
export const RESERVED_NAMES = ['gateway', 'player', 'cli', 'world', 'kafka', 'kafka-admin'] as const;

/** The nodes of a member register: police, office, every bank, payment institution and operator, and the city-wide read side. Throws a Fault: MEMBER_CODE_RESERVED. */
export function rosterOf(members: readonly RegisteredMember[]): readonly RosterEntry[] {
  const nodes: RosterEntry[] = [];
  for (const { code, kind, office } of members) {
    if (code === 'police') nodes.push({ code, member: code, kind: 'police' });
    if (kind === 'bank' || kind === 'payment') nodes.push({ code, member: code, kind: 'bank' });
    if (kind === 'operator') nodes.push({ code, member: code, kind: 'telecom' });
    // The office’s node is run by the member named so; coordinators are its people.
    if (office === true) nodes.push({ code: 'office', member: code, kind: 'office' });
  }
  const taken = nodes.find(({ code }) => [CITY.code, ...RESERVED_NAMES].includes(code));
  if (taken)
    throw new Fault({
      code: 'MEMBER_CODE_RESERVED',
      what: `No member can be called ${taken.code}`,
      why: 'a certificate of that name may more than a member may',
      how: 'give it another code in members.yaml',
      exit: EXIT.invalid,
    });
  return [...nodes, CITY];
}

/**
 * Who holds the city’s reference key (architecture.md 7): police, banks and operators, whose own people type numbers. The joint office too: its
 * sources name by number whom it is to warn, of whom no agency may know yet, and it seals that under the person’s reference at once; asking
 * police for each would make a warning wait for them, and tell them whom it looks at. The city-wide read side and the gateway ask police.
 */
export function holdsReferenceKey(kind: RosterEntry['kind']): boolean {
  return kind !== 'city';
}

/** Whom a kind of node may tell facts: nobody else gets a lane. */
const TELLS: Readonly<Record<RosterEntry['kind'], readonly RosterEntry['kind'][]>> = {
  police: ['bank', 'telecom', 'office', 'city'],
  bank: ['police', 'city'],
  telecom: ['police', 'office', 'city'],
  office: ['police', 'telecom', 'city'],
  city: [],
};

export function tells(from: RosterEntry, roster: readonly RosterEntry[]): readonly string[] {
  return roster.filter((to) => to.code !== from.code && TELLS[from.kind].includes(to.kind)).map((to) => to.code);
}

export function hears(to: RosterEntry, roster: readonly RosterEntry[]): readonly string[] {
  return roster.filter((from) => from.code !== to.code && TELLS[from.kind].includes(to.kind)).map((from) => from.code);
}

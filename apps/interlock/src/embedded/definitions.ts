import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import { type NodeDefinition } from '@interlock/kernel';
import { officeNode } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { telecomNode } from '@interlock/telecom';
import { type RosterEntry } from './roster.ts';

/** What each kind of node is made of. */
export const DEFINITIONS = { police: policeNode, bank: bankNode, telecom: telecomNode, office: officeNode, city: cityNode };

/** Only what folding its log needs: no ports, no people. */
export function foldsOf(kind: RosterEntry['kind']): Pick<NodeDefinition, 'kind' | 'views' | 'timers'> {
  return DEFINITIONS[kind];
}

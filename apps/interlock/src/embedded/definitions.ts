import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import { type CommonOptions, type Outside, type RosterEntry } from '@interlock/hosting';
import { type Node, type NodeDefinition, type Understood, unreachable } from '@interlock/kernel';
import { startTracedNode } from '@interlock/nest-kit';
import { officeNode } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { telecomNode } from '@interlock/telecom';

/** What each kind of node is made of. */
export const DEFINITIONS = { police: policeNode, bank: bankNode, telecom: telecomNode, office: officeNode, city: cityNode };

/** Only what folding its log needs: no ports, no people. */
export function foldsOf(kind: RosterEntry['kind']): Understood & Pick<NodeDefinition, 'kind'> {
  return DEFINITIONS[kind];
}

/** Starts a node of any kind on the world outside: what a process that hosts all of them does. */
export function startKind({ code, kind }: RosterEntry, common: CommonOptions, outside: Outside): Promise<Node> {
  switch (kind) {
    case 'police':
      return startTracedNode({ ...common, definition: DEFINITIONS.police, ports: undefined });
    case 'bank':
      return startTracedNode({ ...common, definition: DEFINITIONS.bank, ports: { core: outside.core(code) } });
    case 'telecom':
      return startTracedNode({ ...common, definition: DEFINITIONS.telecom, ports: { network: outside.network(code) } });
    case 'office':
      return startTracedNode({ ...common, definition: DEFINITIONS.office, ports: undefined });
    case 'city':
      return startTracedNode({ ...common, definition: DEFINITIONS.city, ports: undefined });
    default:
      return unreachable(kind);
  }
}

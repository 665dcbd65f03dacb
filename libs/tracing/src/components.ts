import { type AccountRef, type Instant } from '@interlock/kernel';
import { type Flow } from './flow.ts';
import { type ReturnItem } from './items.ts';
import { type Gathered, type Movement } from './movements.ts';

/** Accounts and cases that money or a case's payments connect: what happens in one never changes another. */
export interface Component {
  accounts: AccountRef[];
  caseIds: string[];
  gathered: Gathered[];
  returns: Map<string, ReturnItem>;
  /** Movements in counting order; dropped when one is added or learnt more of. */
  ordered?: readonly Movement[] | undefined;
  /** Last answer of the fold with the instants between which it holds; dropped likewise. */
  flow?: { readonly from: Instant | undefined; readonly before: Instant | undefined; readonly flow: Flow } | undefined;
}

/** Which accounts and cases belong together: grows only. */
export interface Connections {
  readonly parents: Map<string, string>;
  readonly components: Map<string, Component>;
}

const CASE = 'case/';

export function nodeOfCase(caseId: string): string {
  return CASE + caseId;
}

function isAccount(node: string): node is AccountRef {
  return !node.startsWith(CASE);
}

export function rootOf(connections: Connections, node: string): string {
  let root = node;
  for (let up = connections.parents.get(root); up !== undefined; up = connections.parents.get(root)) root = up;
  for (let at = node; at !== root;) {
    const up = connections.parents.get(at) ?? root;
    connections.parents.set(at, root);
    at = up;
  }
  return root;
}

export function componentAt(connections: Connections, node: string): Component {
  const root = rootOf(connections, node);
  const found = connections.components.get(root);
  if (found) return found;
  const made: Component = {
    accounts: isAccount(node) ? [node] : [],
    caseIds: isAccount(node) ? [] : [node.slice(CASE.length)],
    gathered: [],
    returns: new Map(),
  };
  connections.components.set(root, made);
  return made;
}

function sizeOf({ accounts, gathered, returns }: Component): number {
  return accounts.length + gathered.length + returns.size;
}

/** Joins two components, the smaller into the larger. */
export function connect(connections: Connections, a: string, b: string): void {
  const ends = [a, b].map((node) => ({ part: componentAt(connections, node), root: rootOf(connections, node) }));
  const [large, small] = ends.sort((x, y) => sizeOf(y.part) - sizeOf(x.part));
  if (!large || !small || large.root === small.root) return;
  for (const account of small.part.accounts) large.part.accounts.push(account);
  for (const caseId of small.part.caseIds) large.part.caseIds.push(caseId);
  for (const gathered of small.part.gathered) large.part.gathered.push(gathered);
  for (const [id, item] of small.part.returns) large.part.returns.set(id, item);
  large.part.ordered = undefined;
  large.part.flow = undefined;
  connections.components.delete(small.root);
  connections.parents.set(small.root, large.root);
}
